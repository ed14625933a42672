"""One process that plays every payment gateway."""
