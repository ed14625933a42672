"""EPCIS 2.0 without a framework: terms, element ids, builders, checks."""
