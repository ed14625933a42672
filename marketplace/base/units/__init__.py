"""The units goods are sold in, with exact factors, and the price per base unit."""
