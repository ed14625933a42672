"""Glue: which lots the packs of an order came from."""
