"""Oscar's checkout fork."""
