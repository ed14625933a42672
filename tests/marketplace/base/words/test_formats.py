"""Numbers, money and dates as written here."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import formats as django_formats
from django.utils import translation

from marketplace.base.words import formats

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (1250000, "vi", "1.250.000"),
        (1250000, "km", "1.250.000"),
        (1250000, "en", "1,250,000"),
        (-1250000, "vi", "-1.250.000"),
        (999, "vi", "999"),
        (Decimal("2.50"), "vi", "2,5"),
        (Decimal("1250.125"), "en", "1,250.125"),
        (Decimal("100.00"), "vi", "100"),
        (Decimal("1E+3"), "vi", "1.000"),
    ],
)
def test_numbers_are_grouped(value: int | Decimal, language: str, written: str) -> None:
    assert formats.number(value, language) == written


def test_money_holds_together_by_a_no_break_space() -> None:
    assert formats.dong(185000, "vi") == f"185.000{NBSP}₫"
    assert formats.dong(185000, "km") == f"185.000{NBSP}₫"
    assert formats.dong(185000, "en") == f"185,000{NBSP}VND"
    assert formats.dong(0, "vi") == f"0{NBSP}₫"


def test_the_language_in_use_decides_when_none_is_named() -> None:
    with translation.override("en"):
        assert formats.number(1000) == "1,000"
    with translation.override("vi"):
        assert formats.number(1000) == "1.000"


def test_dates_and_times_are_local() -> None:
    late = dt.datetime(2026, 11, 20, 18, 5, tzinfo=dt.UTC)

    assert formats.date(late, "vi") == "21/11/2026"
    assert formats.time(late) == "01:05"
    assert formats.date(dt.date(2026, 1, 3), "vi") == "03/01/2026"
    assert formats.date(dt.date(2026, 1, 3), "en") == "3 Jan 2026"


@pytest.mark.parametrize("language", ["vi", "km"])
def test_django_itself_groups_digits_and_writes_dates_with_slashes(language: str) -> None:
    django_formats.reset_format_cache()
    with translation.override(language):
        assert django_formats.number_format(1250000, force_grouping=True) == "1.250.000"
        assert django_formats.date_format(dt.date(2026, 11, 3), "SHORT_DATE_FORMAT") == (
            "03/11/2026"
        )
