"""Oscar's shipping fork."""
