"""Months of the books. Pure: a month is its first day."""

from datetime import date, timedelta

YEARS = range(2000, 2101)
"""Years that books are kept of; another one is a slip of the pen."""


class MonthError(ValueError):
    """Text that names no month."""


def month_of(day: date) -> date:
    """Return the month that ``day`` lies in, as its first day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after ``month``."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def previous_month(month: date) -> date:
    """Return the first day of the month before ``month``."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return next_month(month) - timedelta(days=1)


def read_month(text: str) -> date:
    """Return the month written ``YYYY-MM``.

    Raises:
        MonthError: it is none.
    """
    year, _dash, month = text.partition("-")
    if not (text.isascii() and len(year) == 4 and len(month) == 2):  # noqa: PLR2004
        raise MonthError(text)
    try:
        found = date(int(year), int(month), 1)
    except ValueError as error:
        raise MonthError(text) from error
    if found.year not in YEARS:
        raise MonthError(text)
    return found


def write_month(month: date) -> str:
    """Return ``YYYY-MM``."""
    return f"{month.year:04d}-{month.month:02d}"


def booking_day(happened: date, *, today: date, open_from: date) -> date:
    """Return the day an entry belongs to: when it happened, or today if that month is closed.

    Args:
        happened: day of the bank's or gateway's own booking.
        today: the day the entry is written; nothing is booked into the future.
        open_from: first day that is not closed.
    """
    return happened if open_from <= happened <= today else today
