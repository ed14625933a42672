"""The page behind a scanned pack, from a prepared snapshot."""
