"""What delivery costs and when it comes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from marketplace.shop.core.delivery import Tariff, arrives_on, charge

HOME = Tariff("home", price=22_000, free_from=300_000, days=2)


def test_just_below_the_free_amount_pays_and_at_it_does_not() -> None:
    assert charge(HOME, 299_999) == 22_000
    assert charge(HOME, 300_000) == 0


def test_without_a_free_amount_it_always_costs() -> None:
    assert charge(Tariff("boat", price=15_000, free_from=None, days=1), 10**9) == 15_000


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_goods_never_cost_more_delivery(first: int, second: int) -> None:
    low, high = sorted((first, second))

    assert charge(HOME, high) <= charge(HOME, low)


def test_nothing_arrives_on_a_sunday() -> None:
    saturday = date(2026, 11, 21)

    assert arrives_on(Tariff("home", 0, None, 1), saturday) == date(2026, 11, 23)
    assert arrives_on(Tariff("home", 0, None, 2), saturday) == date(2026, 11, 24)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_it_arrives_after_today_on_a_working_day(today: date, days: int) -> None:
    day = arrives_on(Tariff("home", 0, None, days), today)

    assert day > today
    assert day.weekday() != 6
