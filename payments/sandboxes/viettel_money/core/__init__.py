"""ViettelPay 2.0's signatures and messages, written apart from the shop's."""
