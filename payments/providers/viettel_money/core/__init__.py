"""ViettelPay gateway v2.0: signatures and messages; plain Python."""
