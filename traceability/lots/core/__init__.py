"""Codes and ranges of serials, without a framework."""
