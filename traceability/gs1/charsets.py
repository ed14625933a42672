"""The character sets GS1 values are written in. Pure.

Source: GS1 General Specifications, "GS1 AI encodable character sets" 82, 39, 32 and 64.
"""

from __future__ import annotations

import string

_UPPER_AND_DIGITS = string.digits + string.ascii_uppercase

CHARSET_82 = (
    "!\"%&'()*+,-./"
    + string.digits
    + ":;<=>?"
    + string.ascii_uppercase
    + "_"
    + string.ascii_lowercase
)  # in order of their check character weights
CHARSET_39 = "#-/" + _UPPER_AND_DIGITS
CHARSET_32 = "".join(c for c in _UPPER_AND_DIGITS if c not in "01IO")
CHARSET_64 = string.ascii_letters + string.digits + "-_"


def is_digits(text: str) -> bool:
    """Say whether ``text`` is one or more of 0-9 (``str.isdigit`` takes other scripts' digits)."""
    return text.isascii() and text.isdigit()


def first_outside(text: str, charset: str) -> str | None:
    """Return the first character of ``text`` that ``charset`` does not have, or None."""
    return next((character for character in text if character not in charset), None)
