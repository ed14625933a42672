"""ZaloPay's signatures and messages, written apart from the shop's."""
