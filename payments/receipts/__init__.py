"""Reading what banks write."""
