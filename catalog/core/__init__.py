"""What the catalogue computes: state machines, packs, tax codes. Pure, no Django."""
