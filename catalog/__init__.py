"""Products: Oscar's catalogue fork."""
