"""Tests of statements as PDF."""
