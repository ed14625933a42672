"""Administrative units of Vietnam: in force, former, and what became of which."""
