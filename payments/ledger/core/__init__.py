"""Balanced postings. Pure."""
