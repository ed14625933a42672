"""What VNPAY writes and signs. Pure."""
