"""Casso's webhook V2: signature and body; plain Python."""
