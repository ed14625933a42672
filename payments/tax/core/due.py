"""When the monthly return is due. Pure.

Source: Decree 252/2026 art 45: day 20 of the next month; a day off moves it on to a working day.
"""

from collections.abc import Collection
from datetime import date, timedelta

DUE_DAY = 20
SATURDAY = 5

FIXED_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
"""Month and day of public holidays that have one (Labour Code art 112); the lunar ones and the
second day of National Day change every year and come from the settings."""


def is_day_off(day: date, days_off: Collection[date]) -> bool:
    """Return whether offices are closed: weekend, public holiday, or named in ``days_off``."""
    return day.weekday() >= SATURDAY or (day.month, day.day) in FIXED_HOLIDAYS or day in days_off


def due_day(month: date, days_off: Collection[date] = frozenset()) -> date:
    """Return the last day to file and pay for ``month`` (its first day).

    >>> due_day(date(2026, 11, 1))
    datetime.date(2026, 12, 21)
    """
    day = (month.replace(day=1) + timedelta(days=32)).replace(day=DUE_DAY)
    while is_day_off(day, days_off):
        day += timedelta(days=1)
    return day
