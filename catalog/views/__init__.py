"""Pages: `shop` for buyers, `stall` and `sell` for sellers. Each view parses, calls and renders."""
