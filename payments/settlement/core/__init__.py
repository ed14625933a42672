"""How much commission. Pure."""
