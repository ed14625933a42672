"""Withheld tax to the đồng, and the day it is due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.tax.core.due import due_day
from payments.tax.core.withholding import (
    NoRatesError,
    Part,
    Rates,
    TaxClass,
    highest,
    whole_parts,
    withhold,
)

RATES = {
    TaxClass.DISTRIBUTION: Rates(rule=1, vat=100, pit=50, pit_nonresident=100),
    TaxClass.PRODUCTION: Rates(rule=2, vat=300, pit=150),
    TaxClass.SERVICE: Rates(rule=3, vat=500, pit=200),
    TaxClass.OWN_PRODUCE: Rates(rule=4, vat=0, pit=0),
}


def taxes(
    tax_class: TaxClass, base: int, *, resident: bool = True, declared: bool = True
) -> tuple[int, int, int]:
    part = Part(tax_class=tax_class, base=base)
    found = withhold(part, RATES, resident=resident, declared=declared)
    return found.rule, found.vat, found.pit


@pytest.mark.parametrize(
    ("tax_class", "base", "expected"),
    [
        (TaxClass.DISTRIBUTION, 203_000, (1, 2_030, 1_015)),
        (TaxClass.PRODUCTION, 185_000, (2, 5_550, 2_775)),
        (TaxClass.SERVICE, 20_000, (3, 1_000, 400)),
        (TaxClass.OWN_PRODUCE, 203_000, (4, 0, 0)),
        (TaxClass.UNKNOWN, 203_000, (3, 10_150, 4_060)),
        (TaxClass.TRANSPORT, 203_000, (3, 10_150, 4_060)),
        (TaxClass.DISTRIBUTION, 50, (1, 1, 0)),
        (TaxClass.DISTRIBUTION, 49, (1, 0, 0)),
        (TaxClass.DISTRIBUTION, 100, (1, 1, 1)),
    ],
)
def test_each_tax_is_rounded_half_up(
    tax_class: TaxClass, base: int, expected: tuple[int, int, int]
) -> None:
    assert taxes(tax_class, base) == expected


def test_the_zero_class_needs_a_declaration() -> None:
    assert taxes(TaxClass.OWN_PRODUCE, 100_000, declared=False) == (3, 5_000, 2_000)


def test_non_residents_have_a_rate_of_their_own_where_one_is_known() -> None:
    assert taxes(TaxClass.DISTRIBUTION, 100_000, resident=False) == (1, 1_000, 1_000)
    assert taxes(TaxClass.PRODUCTION, 100_000, resident=False) == (2, 3_000, 1_500)


def test_without_rates_nothing_can_be_said() -> None:
    with pytest.raises(NoRatesError):
        highest({}, resident=True)


def test_what_nobody_named_is_of_unknown_class() -> None:
    goods = Part(tax_class=TaxClass.OWN_PRODUCE, base=150, item="line:1")

    assert whole_parts([goods], total=203) == (goods, Part(tax_class=TaxClass.UNKNOWN, base=53))
    assert whole_parts([goods], total=150) == (goods,)
    assert whole_parts([goods], total=149) == (Part(tax_class=TaxClass.UNKNOWN, base=149),)


@given(st.integers(1, 10**10), st.sampled_from(list(TaxClass)))
def test_tax_is_never_more_than_of_the_highest_class(base: int, tax_class: TaxClass) -> None:
    _rule, vat, pit = taxes(tax_class, base)
    _most, most_vat, most_pit = taxes(TaxClass.UNKNOWN, base)

    assert 0 <= vat + pit <= most_vat + most_pit < base


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 10, 1), date(2026, 11, 20)),  # a Friday
        (date(2026, 11, 1), date(2026, 12, 21)),  # the 20th is a Sunday
        (date(2026, 12, 1), date(2027, 1, 20)),  # over the new year
        (date(2026, 5, 1), date(2026, 6, 22)),  # a Saturday
    ],
)
def test_the_return_is_due_on_day_20_or_the_next_working_day(month: date, due: date) -> None:
    assert due_day(month) == due


def test_days_off_of_the_settings_count_too() -> None:
    off = [date(2026, 11, 20), date(2026, 11, 23)]

    assert due_day(date(2026, 10, 1), off) == date(2026, 11, 24)
