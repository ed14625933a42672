"""Numbers, clocks and shares of a recall. Pure.

Source: Circular 17/2021/TT-BNNPTNT: an authority's mandatory decision is carried out within 24
hours; E-commerce law 122/2025: the notice is shown on ten consecutive days.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

AUTHORITY_HOURS = 24
REMINDER_DAYS = 7
"""After so many days without a word about goods that came back, the case asks for one."""


def case_number(day: date, taken: Collection[str], *, is_drill: bool) -> str:
    """Return the next free number of a month: ``TH-2611-001``, of a drill ``DT-2611-001``.

    >>> case_number(date(2026, 11, 21), ["TH-2611-001"], is_drill=False)
    'TH-2611-002'
    """
    stem = f"{'DT' if is_drill else 'TH'}-{day:%y%m}-"
    last = max((int(one.removeprefix(stem)) for one in taken if one.startswith(stem)), default=0)
    return f"{stem}{last + 1:03}"


@dataclass(frozen=True, slots=True)
class Clock:
    """The time left to carry out what an authority decided."""

    due: datetime
    left: timedelta

    @property
    def is_over(self) -> bool:
        """Say whether the time is up."""
        return self.left < timedelta()

    @property
    def hours(self) -> int:
        """Return whole hours left, or over."""
        return int(abs(self.left) // timedelta(hours=1))

    @property
    def minutes(self) -> int:
        """Return the minutes besides the whole hours."""
        return int(abs(self.left) // timedelta(minutes=1)) % 60


def clock(decided_at: datetime, now: datetime) -> Clock:
    """Return how much of the 24 hours is left."""
    due = decided_at + timedelta(hours=AUTHORITY_HOURS)
    return Clock(due, due - now)


def shown_until(day: date, days: int) -> date:
    """Return the last day of the display: ``days`` consecutive days, the first counted.

    >>> shown_until(date(2026, 1, 1), 10)
    datetime.date(2026, 1, 10)
    """
    return day + timedelta(days=days - 1)


def percent(part: int, whole: int) -> int:
    """Return a share in percent, rounded down: 100 means all of it.

    >>> percent(999, 1000), percent(5, 0)
    (99, 0)
    """
    return min(part * 100 // whole, 100) if whole else 0


def is_overdue(decided_at: datetime, last_word: datetime | None, now: datetime) -> bool:
    """Say whether nobody wrote for a week what came back."""
    return now - (last_word or decided_at) >= timedelta(days=REMINDER_DAYS)
