"""Recalls from the first doubt to the report that closes them."""
