"""What a scan means. Pure: the facts go in, the first thing to say comes out.

As long as there is no signed log, *known* is neutral: it says who issued the code and that nobody
has signed for it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """The first thing a page says about a code."""

    KNOWN = "known"
    NOT_ON_SALE = "not_on_sale"
    UNKNOWN = "unknown"
    RECALLED = "recalled"
    EXPIRED = "expired"
    UNUSUAL = "unusual"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a verdict depends on.

    Args:
        is_recalled: the lot is taken back, now or for good.
        best_before: last good day, if there is one.
        serial_status: ``printed``, ``active`` or ``void``; empty on a lot's own page.
        is_unusual: the pack was opened by more devices than one pack is.
    """

    is_recalled: bool
    best_before: date | None
    serial_status: str = ""
    is_unusual: bool = False


def verdict(facts: Facts, today: date) -> Verdict:
    """Return the gravest thing that is true: danger first, then the code, then the date."""
    if facts.is_recalled:
        return Verdict.RECALLED
    if facts.serial_status == "void":
        return Verdict.VOID
    if facts.serial_status == "printed":
        return Verdict.NOT_ON_SALE
    if facts.best_before and facts.best_before < today:
        return Verdict.EXPIRED
    return Verdict.UNUSUAL if facts.is_unusual else Verdict.KNOWN
