"""Double-entry books: every đồng that moves, twice."""
