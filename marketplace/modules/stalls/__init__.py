"""Market stalls that take money by phone."""
