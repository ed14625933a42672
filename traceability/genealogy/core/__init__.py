"""The graph of goods, without Django."""
