"""What makes the theme's pictures; not used by the running shop."""
