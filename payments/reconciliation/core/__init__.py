"""Reading reports and comparing them. Pure."""
