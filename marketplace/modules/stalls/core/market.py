"""How a market sees its stalls: by shares and counts, never by takings. Pure."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LONGEST_CODE: Final = 6


class Mark(StrEnum):
    """How a stall stands on the map."""

    BUSY = "busy"
    QUIET = "quiet"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True, kw_only=True)
class StallFacts:
    """What decides a stall's mark: an account to be paid into, and when money last came by QR."""

    has_account: bool
    opened_at: datetime
    last_cashless_at: datetime | None


def mark(facts: StallFacts, *, now: datetime, quiet_after: timedelta) -> Mark:
    """Return how a stall stands on the map; a new stall has as much time as every other."""
    if not facts.has_account:
        return Mark.WITHOUT
    last = facts.last_cashless_at or facts.opened_at
    return Mark.QUIET if last < now - quiet_after else Mark.BUSY


def free_code(number: str, aisle: str, taken: Collection[str]) -> str:
    """Return a code that says where a stall is, nothing when all such codes are taken.

    >>> free_code("12", "Cá", {"S12"})
    'C12'
    """
    digits = _plain(number)
    ways = ["S" + digits, *(letter + digits for letter in _plain(aisle)), _plain(aisle) + digits]
    fitting = [code for code in ways if 2 <= len(code) <= LONGEST_CODE and digits]  # noqa: PLR2004
    return next((code for code in fitting if code not in taken), "")


def _plain(text: str) -> str:
    """Return the ASCII letters and digits of a text, in capitals, without their marks."""
    bare = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(one for one in bare if one.isascii() and one.isalnum()).upper()
