"""Commands of the stalls."""
