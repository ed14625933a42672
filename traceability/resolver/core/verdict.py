"""What a scan means. Pure: the facts go in, the first thing to say comes out.

*Proved* is the only one that wears the lotus: every event of the lot itself is signed and in the
public log. It speaks of the code and the diary, never of what is in the bag.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """The first thing a page says about a code."""

    PROVED = "proved"
    SIGNED = "signed"
    DECLARED = "declared"
    KNOWN = "known"
    NOT_ON_SALE = "not_on_sale"
    UNKNOWN = "unknown"
    RECALLED = "recalled"
    EXPIRED = "expired"
    UNUSUAL = "unusual"
    COPIED = "copied"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a verdict depends on.

    Args:
        is_recalled: the lot is taken back, now or for good.
        best_before: last good day, if there is one.
        serial_status: ``printed``, ``active`` or ``void``; empty on a lot's own page.
        is_unusual: the pack was opened by more devices than one pack is.
        is_copied: staff found copies of the pack's label.
        is_declared: the party registered itself and nobody has checked who it is.
        proof: ``logged`` when all of the lot's own events are signed and in the log, ``signed``
            when they are signed, else empty.
    """

    is_recalled: bool
    best_before: date | None
    serial_status: str = ""
    is_unusual: bool = False
    is_copied: bool = False
    is_declared: bool = False
    proof: str = ""


def verdict(facts: Facts, today: date) -> Verdict:
    """Return the gravest thing that is true: danger first, then the code, then the date."""
    told = (
        (facts.is_recalled, Verdict.RECALLED),
        (facts.serial_status == "void", Verdict.VOID),
        (facts.serial_status == "printed", Verdict.NOT_ON_SALE),
        (facts.is_copied, Verdict.COPIED),
        (bool(facts.best_before and facts.best_before < today), Verdict.EXPIRED),
        (facts.is_unusual, Verdict.UNUSUAL),
        (facts.is_declared and bool(facts.proof), Verdict.DECLARED),
    )
    proof = _BY_PROOF.get(facts.proof, Verdict.KNOWN)
    return next((said for is_so, said in told if is_so), proof)


_BY_PROOF = {"logged": Verdict.PROVED, "signed": Verdict.SIGNED}
