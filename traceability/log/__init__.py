"""The signed, append-only log of events that anyone can check."""
