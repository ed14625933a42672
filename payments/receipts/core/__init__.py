"""The code in a transfer's content. Pure."""
