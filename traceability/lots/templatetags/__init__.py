"""Tags of the lots."""
