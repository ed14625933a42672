"""What banks do to the memo of a transfer before a feed shows it. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

from payments.vietqr.core.text import fold

LINE: Final = 10
"""Characters after which some banks put a space, code or no code."""


def plain(memo: str) -> str:
    """Return capitals without marks and without punctuation."""
    kept = (c for c in fold(memo).upper() if c == " " or (c.isascii() and c.isalnum()))
    return "".join(kept)


def prefixed(memo: str, reference: str) -> str:
    """Return the memo behind the bank's own number: ``MBVCB.3278907687.ST…``."""
    return f"MBVCB.{reference}.{plain(memo)}"


def spaced(memo: str) -> str:
    """Return the memo broken by a space every few characters."""
    text = plain(memo)
    return " ".join(text[at : at + LINE] for at in range(0, len(text), LINE))


WAYS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "as_is": lambda memo, _reference: memo,
    "plain": lambda memo, _reference: plain(memo),
    "prefixed": prefixed,
    "spaced": lambda memo, _reference: spaced(memo),
}


def as_booked(memo: str, *, way: str, reference: str) -> str:
    """Return the memo as the receiver's bank books it.

    Args:
        memo: as the payer typed it.
        way: a key of ``WAYS``.
        reference: the bank's number of the transfer.
    """
    return WAYS[way](memo, reference)
