"""Bank statements without a framework: CSV, MT940, camt.053 into the same lines."""
