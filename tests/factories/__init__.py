"""Makers of test data, one file per package."""
