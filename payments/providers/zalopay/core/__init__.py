"""What ZaloPay writes and signs. Pure."""
