"""Addresses: Oscar's address fork."""
