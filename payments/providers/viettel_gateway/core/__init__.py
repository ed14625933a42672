"""Viettel Money gateway with ECDSA signatures: signatures and messages; plain Python."""
