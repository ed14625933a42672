"""Pages of withheld tax."""
