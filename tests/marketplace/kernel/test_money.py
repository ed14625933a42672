from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import Money, MoneyError

amounts = st.integers(-(10**15), 10**15)


@given(amounts, amounts)
def test_sums_and_differences_are_exact(first: int, second: int) -> None:
    assert Money(first) + Money(second) == Money(first + second)
    assert Money(first) - Money(second) == Money(first - second)
    assert (Money(first) < Money(second)) is (first < second)


@given(amounts, st.sampled_from(["VND", "USD", "EUR"]))
def test_decimal_and_back_is_the_same_money(amount: int, currency: str) -> None:
    money = Money(amount, currency)

    assert Money.from_decimal(money.to_decimal(), currency) == money


def test_dong_has_no_minor_unit_and_dollar_has_cents() -> None:
    assert Money(185_000).to_decimal() == Decimal(185000)
    assert Money(1999, "USD").to_decimal() == Decimal("19.99")


@pytest.mark.parametrize("text", ["0.5", "100.001", "NaN", "Infinity"])
def test_amount_that_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        Money.from_decimal(Decimal(text))


@pytest.mark.parametrize("amount", [1.0, "1", True, Decimal(1)])
def test_only_integers_are_amounts(amount: object) -> None:
    with pytest.raises(MoneyError, match="no whole number"):
        Money(amount)  # type: ignore[arg-type]


def test_currencies_do_not_mix() -> None:
    with pytest.raises(MoneyError, match="not in one currency"):
        Money(1) + Money(1, "USD")
    with pytest.raises(MoneyError):
        _ = Money(1) < Money(1, "USD")
    assert Money(1) != Money(1, "USD")


def test_unknown_currency_is_refused() -> None:
    with pytest.raises(MoneyError, match="unknown currency 'XXX'"):
        Money(1, "XXX")
    with pytest.raises(MoneyError, match="unknown currency 'XXX'"):
        Money.from_decimal(Decimal(1), "XXX")


def test_sum_of_a_list_needs_no_start() -> None:
    assert sum([Money(185_000), Money(15_000)]) == Money(200_000)
    assert -Money(3) * 2 == Money(-6)
    assert 2 * Money(3) == Money(6)
    assert not Money(0)
    assert str(Money(185_000)) == "185000 VND"


def test_times_takes_integers_only() -> None:
    with pytest.raises(MoneyError):
        Money(3) * 0.5  # type: ignore[operator]
