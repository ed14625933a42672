"""What two sides say of the same movements, and where they differ. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Where a movement is missing, or that both have it with other amounts."""

    NOT_HERE = "not_here"
    NOT_THERE = "not_there"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One movement as one side has it: ``reference`` is what both sides call it."""

    reference: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One difference; the amount of a side that knows nothing is zero."""

    side: Side
    reference: str
    ours: int
    theirs: int

    @property
    def apart(self) -> int:
        """How much we have more than they say."""
        return self.ours - self.theirs


def compare(ours: Iterable[Movement], theirs: Iterable[Movement]) -> tuple[Gap, ...]:
    """Return every difference, by reference. Movements of one reference are added up.

    >>> compare([Movement(reference="a", amount=2)], [])[0].side.value
    'not_there'
    """
    here, there = _sums(ours), _sums(theirs)
    gaps = []
    for reference in sorted(here.keys() | there.keys()):
        mine, yours = here.get(reference), there.get(reference)
        if mine == yours:
            continue
        side = Side.AMOUNT
        if mine is None or yours is None:
            side = Side.NOT_HERE if mine is None else Side.NOT_THERE
        gaps.append(Gap(side=side, reference=reference, ours=mine or 0, theirs=yours or 0))
    return tuple(gaps)


def _sums(movements: Iterable[Movement]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in movements:
        sums[one.reference] = sums.get(one.reference, 0) + one.amount
    return sums
