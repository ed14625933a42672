"""Photos people upload: checked, kept private, shown upright, small and without metadata."""
