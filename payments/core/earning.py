"""What a payee has earned with a charge, and what of its deductions follows. Pure.

Commission and withheld tax are counted once, when a charge is paid in full. Whatever happens
afterwards (a refund, a cancellation, a match undone, a charge revived), the same rule corrects
them: what was counted at first, in the proportion of what the payee still keeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from payments.core.rounding import share
from payments.core.states import ChargeFacts


def earned(facts: ChargeFacts, *, is_settled: bool) -> int:
    """Return what the payee keeps of a sale: nothing of one that is unpaid or given up."""
    if not is_settled or facts.is_closed:
        return 0
    return min(facts.kept, facts.due)


@dataclass(frozen=True, slots=True)
class Counted:
    """Amounts counted for a charge at first, and their sum with all corrections so far."""

    first: tuple[int, ...]
    now: tuple[int, ...]


def corrections(
    counted: Sequence[Counted], *, earned: int, whole: int
) -> tuple[tuple[int, ...], ...]:
    """Return what to add to each of ``counted`` so that it fits what is ``earned`` of ``whole``.

    Args:
        counted: amounts of each line, in minor units.
        earned: now, at most ``whole``.
        whole: what was earned when the lines were first counted.
    """
    part = min(earned, whole)
    return tuple(
        tuple(
            share(first, part=part, whole=whole) - now
            for first, now in zip(one.first, one.now, strict=True)
        )
        for one in counted
    )
