"""SePay's signature and body; plain Python."""
