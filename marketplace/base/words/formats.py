"""Numbers, money and dates as people here write them, in the language of the page.

Vietnamese and Khmer: ``1.250.000``, ``185.000 ₫``, ``21/11/2026``. English, for export buyers:
``1,250,000``, ``185,000 VND``, ``21 Nov 2026`` (a day and a month as numbers mean two dates).
"""

import datetime as dt
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language

NBSP: Final = "\u00a0"
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


def is_english(language: str | None = None) -> bool:
    """Return whether ``language`` (default: the one in use) writes numbers the English way."""
    return (language or get_language() or "vi").split("-")[0] == "en"


def number(value: int | Decimal, language: str | None = None) -> str:
    """Return ``value`` with groups of three; fractions without trailing zeros.

    >>> number(1250000, "vi"), number(Decimal("2.50"), "vi")
    ('1.250.000', '2,5')
    """
    if isinstance(value, Decimal):
        value = value.normalize() if value % 1 else value.to_integral_value()
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"
    return text if is_english(language) else text.translate(str.maketrans(",.", ".,"))


def dong(amount: int, language: str | None = None) -> str:
    """Return an amount of whole đồng with its sign, held together by a no-break space."""
    return f"{number(amount, language)}{NBSP}{currency_sign(language)}"


def currency_sign(language: str | None = None) -> str:
    """Return how the đồng is written after an amount: ``₫``, in English ``VND``."""
    return "VND" if is_english(language) else "₫"


def date(value: dt.date, language: str | None = None) -> str:
    """Return the day, local when ``value`` is an aware moment: ``21/11/2026``."""
    day = _local(value) if isinstance(value, dt.datetime) else value
    if is_english(language):
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def time(value: dt.datetime | dt.time) -> str:
    """Return the local time of day in 24 hours: ``09:42``."""
    moment = _local(value) if isinstance(value, dt.datetime) else value
    return f"{moment.hour:02d}:{moment.minute:02d}"


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
