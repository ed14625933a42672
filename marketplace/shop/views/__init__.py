"""Pages of the shop: each view parses, calls an action or a query, and renders."""
