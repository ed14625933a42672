"""payOS's webhook: signature and body; plain Python."""
