"""Paying by bank transfer with a VietQR code."""
