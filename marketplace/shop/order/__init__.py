"""Oscar's order fork."""
