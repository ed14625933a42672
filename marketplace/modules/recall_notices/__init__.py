"""Glue: buyers of recalled lots are counted, told, and answer."""
