"""Tables of the shop that belong to no Oscar app."""
