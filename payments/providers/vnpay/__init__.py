"""Paying through VNPAY."""
