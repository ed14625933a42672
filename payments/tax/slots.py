"""What this module adds to other pages."""
