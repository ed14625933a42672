"""ZaloPay's sandbox."""
