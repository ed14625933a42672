"""How a new cooperative or household starts: it registers itself, staff check it later."""
