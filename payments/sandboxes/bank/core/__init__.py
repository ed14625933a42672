"""What the sandbox bank does to a transfer; plain Python."""
