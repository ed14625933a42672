"""VNPT Money through VNPT Pay."""
