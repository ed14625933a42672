"""Oscar's basket fork."""
