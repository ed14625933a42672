"""Sellers: Oscar's partner fork."""
