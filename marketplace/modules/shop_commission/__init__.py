"""Glue between the shop's goods and commission."""
