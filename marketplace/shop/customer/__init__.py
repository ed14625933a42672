"""Oscar's customer fork."""
