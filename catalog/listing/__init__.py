"""The read model of the shop: one prepared row a product, and search over it."""
