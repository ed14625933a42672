"""The page that is set. Pure."""
