"""Who should get money, who got it, and what is still open."""
