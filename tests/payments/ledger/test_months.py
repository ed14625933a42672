"""Months of the books, and the day an entry is booked on."""

from datetime import date

import pytest

from payments.ledger.core.months import (
    MonthError,
    booking_day,
    last_day,
    month_of,
    next_month,
    previous_month,
    read_month,
    write_month,
)


def test_months_follow_each_other_over_the_new_year() -> None:
    december = date(2026, 12, 1)

    assert month_of(date(2026, 12, 31)) == december
    assert next_month(december) == date(2027, 1, 1)
    assert previous_month(date(2027, 1, 1)) == december
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)


def test_a_month_is_written_and_read_the_same() -> None:
    assert write_month(date(2026, 11, 1)) == "2026-11"
    assert read_month("2026-11") == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "26-11", "2026-1", "2026-١١", "0000-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(MonthError):
        read_month(text)


def test_what_happened_in_an_open_month_is_booked_on_its_day() -> None:
    open_from = date(2026, 11, 1)
    today = date(2026, 12, 3)

    assert booking_day(date(2026, 11, 30), today=today, open_from=open_from) == date(2026, 11, 30)
    assert booking_day(date(2026, 10, 31), today=today, open_from=open_from) == today
    assert booking_day(date(2026, 12, 4), today=today, open_from=open_from) == today
