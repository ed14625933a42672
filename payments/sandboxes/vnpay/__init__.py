"""VNPAY's sandbox."""
