"""A seller's monthly statement on paper."""
