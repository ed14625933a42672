"""A lot's records for other people's systems."""
