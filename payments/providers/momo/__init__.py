"""Paying with MoMo."""
