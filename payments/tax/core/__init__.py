"""How much tax, and when it is due. Pure."""
