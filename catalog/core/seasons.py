"""Months of a year in which goods are there. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

MONTHS_IN_YEAR: Final = 12


class SeasonError(ValueError):
    """A month outside 1 to 12."""


def season(months: Iterable[int]) -> tuple[int, ...]:
    """Return the months sorted, each once.

    Raises:
        SeasonError: one of them is no month.
    """
    found = tuple(sorted(set(months)))
    if found and not 1 <= found[0] <= found[-1] <= MONTHS_IN_YEAR:
        raise SeasonError(f"{found} are not months")
    return found


def spans(months: Sequence[int]) -> list[tuple[int, int]]:
    """Return runs of months as (first, last), a run over New Year in one piece.

    >>> spans((1, 2, 3, 11, 12))
    [(11, 3)]
    """
    present = set(months)
    if len(present) == MONTHS_IN_YEAR:
        return [(1, MONTHS_IN_YEAR)]
    starts = [month for month in sorted(present) if _before(month) not in present]
    return [(start, _last_of_run(start, present)) for start in starts]


def next_month(months: Sequence[int], current: int) -> int | None:
    """Return the month in which the season starts again, None when there is no season."""
    ahead = (current + offset - 1 for offset in range(1, MONTHS_IN_YEAR + 1))
    return next((month % 12 + 1 for month in ahead if month % 12 + 1 in months), None)


def _before(month: int) -> int:
    return (month - 2) % MONTHS_IN_YEAR + 1


def _last_of_run(start: int, present: set[int]) -> int:
    last = start
    while last % MONTHS_IN_YEAR + 1 in present:
        last = last % MONTHS_IN_YEAR + 1
    return last
