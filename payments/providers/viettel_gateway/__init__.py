"""Viettel Money through its newer gateway, signed with ECDSA."""
