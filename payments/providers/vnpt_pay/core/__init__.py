"""VNPT Pay: signatures and messages; plain Python."""
