"""The sandbox of VNPT Pay."""
