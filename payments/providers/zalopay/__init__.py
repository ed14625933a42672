"""Paying with ZaloPay."""
