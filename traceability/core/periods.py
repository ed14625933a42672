"""Spans of days, both ends included; None means for ever. Pure."""

from datetime import date

_FIRST, _LAST = date.min, date.max


def holds_on(day: date, start: date | None, end: date | None) -> bool:
    """Say whether ``day`` lies within the span.

    >>> holds_on(date(2026, 1, 2), date(2026, 1, 2), None)
    True
    """
    return (start or _FIRST) <= day <= (end or _LAST)


def overlap(
    start: date | None, end: date | None, other_start: date | None, other_end: date | None
) -> bool:
    """Say whether two spans share a day."""
    return (start or _FIRST) <= (other_end or _LAST) and (other_start or _FIRST) <= (end or _LAST)
