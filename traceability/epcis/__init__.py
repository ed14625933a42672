"""EPCIS 2.0 events: built by a pure core, kept for ever as they were captured."""
