"""How often a feed usually speaks, and whether it has fallen silent. Pure.

A market stall's bank account is quiet every night, so silence is counted only in the hours of the
day in which the feed usually speaks: a night is no news, a quiet morning is.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

LEAST: Final = 20
"""Notices from which on a rhythm is known."""

HOUR: Final = timedelta(hours=1)
NINE_TENTHS: Final = 0.9
USUAL_SHARE: Final = 3
"""An hour is usual when the feed spoke in it on one of so many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a feed speaks.

    Args:
        hours: of the day (0 to 23, in the zone of the times it was read from) it usually speaks in.
        usual_gap: nine of ten silences are shorter, counted in those hours only.
    """

    hours: frozenset[int]
    usual_gap: timedelta


def rhythm_of(times: Sequence[datetime]) -> Rhythm | None:
    """Return the rhythm of notices that came at ``times`` (local, any order); None for too few."""
    if len(times) < LEAST:
        return None
    ordered = sorted(times)
    hours = _usual_hours(ordered)
    gaps = sorted(counted(before, after, hours) for before, after in pairwise(ordered))
    return Rhythm(hours=hours, usual_gap=gaps[int(len(gaps) * NINE_TENTHS)])


def counted(start: datetime, end: datetime, hours: frozenset[int]) -> timedelta:
    """Return how much of the time from ``start`` to ``end`` lies in ``hours`` of the day.

    Both stand in one zone without summer time, as the feeds' does.
    """
    total = timedelta()
    whole_days = (end - start) // timedelta(days=1)
    if whole_days > 0:
        total += whole_days * len(hours) * HOUR
        start += timedelta(days=whole_days)
    while start < end:
        next_hour = start.replace(minute=0, second=0, microsecond=0) + HOUR
        until = min(next_hour, end)
        if start.hour in hours:
            total += until - start
        start = until
    return total


def is_silent(
    rhythm: Rhythm, *, last: datetime, now: datetime, times: int, least: timedelta
) -> bool:
    """Return whether a feed that spoke ``last`` is silent for longer than it should be.

    Args:
        rhythm: of the feed.
        last: when it spoke last, local.
        now: local.
        times: how many usual gaps are too many.
        least: silences up to this long are never too long.
    """
    silence = counted(last, now, rhythm.hours)
    return silence > max(rhythm.usual_gap * times, least)


def middle(values: Sequence[float]) -> float | None:
    """Return the median; None of nothing."""
    return median(values) if values else None


def _usual_hours(ordered: Sequence[datetime]) -> frozenset[int]:
    days: dict[int, set[date]] = {}
    for one in ordered:
        days.setdefault(one.hour, set()).add(one.date())
    spoken = Counter({hour: len(seen) for hour, seen in days.items()})
    in_all = len({one.date() for one in ordered})
    usual = {hour for hour, count in spoken.items() if count * USUAL_SHARE >= in_all}
    return frozenset(usual or spoken)
