"""Who the shop's sellers are to the tax office."""
