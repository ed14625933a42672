"""What became of goods, and what they were made of."""
