"""A party's own pages about its fields, ponds, codes and seasons."""
