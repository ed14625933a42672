"""Numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.typed_numbers import TypedNumberError, quantity, whole_dong
from marketplace.base.words.formats import dong, number


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("68000", 68_000),
        ("68.000", 68_000),
        ("68,000 đ", 68_000),
        ("1 250 000 VND", 1_250_000),
        ("185.000\u00a0₫", 185_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_however_it_is_grouped(typed: str, amount: int) -> None:
    assert whole_dong(typed) == amount


@pytest.mark.parametrize(
    "typed", ["", "68.00", "68,5", "1.25.000", "1.250,000", "sáu mươi", "-5", "6k", "٦٨٠٠٠"]
)
def test_what_is_no_whole_amount_is_refused(typed: str) -> None:
    with pytest.raises(TypedNumberError):
        whole_dong(typed)


@given(st.integers(0, 10**9))
def test_every_shown_amount_can_be_typed_again(amount: int) -> None:
    for language in ("vi", "en"):
        assert whole_dong(dong(amount, language)) == amount


@pytest.mark.parametrize(
    ("typed", "value"),
    [("5", "5"), ("0,5", "0.5"), ("2.5", "2.5"), ("1.000", "1000"), ("0,125", "0.125")],
)
def test_a_quantity_takes_comma_and_dot(typed: str, value: str) -> None:
    assert quantity(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "một", "1,2,3", "0,1234", "-1", "1e3", "NaN"])
def test_what_is_no_quantity_is_refused(typed: str) -> None:
    with pytest.raises(TypedNumberError):
        quantity(typed)


@given(st.decimals(min_value=0, max_value=99_999, places=3))
def test_every_shown_quantity_below_a_thousand_groups_back(value: Decimal) -> None:
    if value < 1000:
        assert quantity(number(value, "vi")) == value
