"""What to do with a task that failed. Pure."""
