"""Prices per base unit."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.base.units.core import (
    UNITS,
    BasePrice,
    SizeCount,
    UnitError,
    base_price,
    base_quantity,
    round_half_up,
)
from marketplace.base.units.names import unit_choices, unit_name

quantities = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(99999), places=3)


@pytest.mark.parametrize(
    ("price", "quantity", "unit", "pieces", "expected"),
    [
        (185_000, "5", "kg", None, BasePrice(37_000, "kg", "kg")),
        (25_000, "500", "g", None, BasePrice(50_000, "kg", "kg")),
        (120_000, "1", "yen", None, BasePrice(12_000, "kg", "kg")),
        (1_000_000, "1", "ta", None, BasePrice(10_000, "kg", "kg")),
        (12_500_000, "1.5", "tan", None, BasePrice(8_333, "kg", "kg")),
        (30_000, "750", "ml", None, BasePrice(40_000, "lít", "lit")),
        (50_000, "1", "chuc", 12, BasePrice(4_167, "trái", "trai")),
        (50_000, "1", "chuc", 10, BasePrice(5_000, "trái", "trai")),
        (160_000, "1", "hop", 4, BasePrice(40_000, "cái", "cai")),
        (160_000, "2", "hop", None, BasePrice(80_000, "hộp", "hop")),
        (1, "2", "kg", None, BasePrice(1, "kg", "kg")),
        (0, "2", "kg", None, BasePrice(0, "kg", "kg")),
    ],
)
def test_price_per_base_unit(
    price: int, quantity: str, unit: str, pieces: int | None, expected: BasePrice
) -> None:
    assert base_price(price, Decimal(quantity), unit, pieces) == expected


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((1000, Decimal(1), "chuc", None), "piece_count_missing"),
        ((1000, Decimal(1), "chuc", 0), "piece_count_wrong"),
        ((1000, Decimal(1), "kg", 12), "piece_count_wrong"),
        ((1000, Decimal(1), "stone", None), "unknown_unit"),
        ((1000, Decimal(0), "kg", None), "quantity_wrong"),
        ((1000, Decimal(-1), "kg", None), "quantity_wrong"),
        ((1000, Decimal("NaN"), "kg", None), "quantity_wrong"),
        ((1000, Decimal("Infinity"), "kg", None), "quantity_wrong"),
        ((-1, Decimal(1), "kg", None), "price_wrong"),
    ],
)
def test_what_means_nothing_is_refused_by_name(
    arguments: tuple[int, Decimal, str, int | None], code: str
) -> None:
    with pytest.raises(UnitError) as caught:
        base_price(*arguments)

    assert caught.value.code == code


@given(st.integers(0, 10**9), quantities, st.sampled_from(["kg", "g", "yen", "ta", "tan"]))
def test_the_base_price_is_never_half_a_dong_off(price: int, quantity: Decimal, unit: str) -> None:
    exact = Fraction(price) / base_quantity(quantity, unit)[0]

    assert abs(base_price(price, quantity, unit).amount - exact) <= Fraction(1, 2)


@given(st.integers(0, 10**6))
def test_a_half_goes_up(whole: int) -> None:
    assert round_half_up(Fraction(2 * whole + 1, 2)) == whole + 1


def test_every_base_is_a_unit_that_is_its_own_base_and_every_unit_has_a_word() -> None:
    for unit in UNITS.values():
        assert UNITS[unit.base].base == unit.base
        assert unit_name(unit.code)
    assert [code for code, _ in unit_choices()] == list(UNITS)


def test_a_shrimp_size_reads_as_the_market_says_it() -> None:
    assert str(SizeCount(20, 30)) == "20–30 con/kg"
    assert str(SizeCount(30, 30)) == "30 con/kg"
    assert SizeCount(20, 30).grams_each() == (33, 50)


@pytest.mark.parametrize(("smallest", "largest"), [(0, 30), (30, 20), (20, 501), (-1, 5)])
def test_a_size_no_scale_gives_is_refused(smallest: int, largest: int) -> None:
    with pytest.raises(UnitError) as caught:
        SizeCount(smallest, largest)

    assert caught.value.code == "size_count_wrong"
