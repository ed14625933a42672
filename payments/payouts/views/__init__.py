"""Pages about payouts: staff makes them, sellers see them."""
