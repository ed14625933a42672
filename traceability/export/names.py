"""Names of files that are handed out."""

import re


def slug(lot_code: str) -> str:
    """Return a lot's code as a file's name can carry it."""
    return re.sub(r"[^A-Za-z0-9.-]", "-", lot_code)
