"""Pages about money, by who looks: the buyer, the seller, the staff."""
