"""Commission to the đồng, and which rule counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core.earning import Counted, corrections
from payments.core.rounding import RoundingError, half_up, rate_of, share
from payments.settlement.core.commission import (
    Rule,
    Sale,
    Terms,
    TermsError,
    choose,
    commission,
    whole_bases,
)

DAY = date(2026, 11, 21)


def rule(pk: int, *, payee: int | None = None, kind: str = "", category: str = "") -> Rule:
    return Rule(
        pk=pk,
        terms=Terms(basis_points=pk),
        valid_from=date(2026, 1, 1),
        payee=payee,
        kind=kind,
        category=category,
    )


SALE = Sale(payee=7, kind="seller", category="rice", day=DAY)


@pytest.mark.parametrize(
    ("base", "terms", "expected"),
    [
        (203_000, Terms(basis_points=250), 5_075),
        (203_000, Terms(basis_points=250, fixed=1_000), 6_075),
        (10_000, Terms(basis_points=250, minimum=2_000), 2_000),
        (9_000_000, Terms(basis_points=250, maximum=100_000), 100_000),
        (1_500, Terms(minimum=2_000), 1_500),
        (20, Terms(basis_points=250), 1),
        (19, Terms(basis_points=250), 0),
        (0, Terms(fixed=1_000), 0),
        (203_000, Terms(), 0),
    ],
)
def test_commission_is_exact(base: int, terms: Terms, expected: int) -> None:
    assert commission(base, terms) == expected


@pytest.mark.parametrize(
    "values",
    [
        {"basis_points": -1},
        {"basis_points": 10_001},
        {"fixed": -1},
        {"minimum": -1},
        {"minimum": 5, "maximum": 4},
    ],
)
def test_terms_that_contradict_themselves_are_refused(values: dict[str, int]) -> None:
    with pytest.raises(TermsError):
        Terms(**values)


@given(st.integers(0, 10**10), st.integers(0, 10_000), st.integers(0, 10**6))
def test_commission_is_never_more_than_the_sale(base: int, points: int, fixed: int) -> None:
    assert 0 <= commission(base, Terms(basis_points=points, fixed=fixed)) <= base


def test_the_narrowest_rule_wins() -> None:
    rules = [
        rule(1),
        rule(2, kind="seller"),
        rule(3, category="rice"),
        rule(4, payee=7),
        rule(5, payee=8),
    ]

    assert choose(rules, SALE) == rules[3]
    assert choose(rules[:3], SALE) == rules[2]
    assert choose(rules[:2], SALE) == rules[1]
    assert choose(rules[4:], SALE) is None


def test_the_later_rule_wins_and_dates_include_both_ends() -> None:
    old = Rule(pk=1, terms=Terms(), valid_from=date(2026, 1, 1), valid_to=DAY)
    new = Rule(pk=2, terms=Terms(), valid_from=DAY)

    assert choose([old, new], SALE) == new
    assert choose([old], SALE) == old
    tomorrow = Sale(payee=7, kind="seller", category="rice", day=date(2026, 11, 22))
    assert choose([old], tomorrow) is None


def test_parts_add_up_to_the_charge() -> None:
    assert whole_bases([("rice", 150), ("", 0)], total=203) == (("rice", 150), ("", 53))
    assert whole_bases([("rice", 203)], total=203) == (("rice", 203),)
    assert whole_bases([("rice", 204)], total=203) == (("", 203),)
    assert whole_bases([("rice", -1)], total=203) == (("", 203),)
    assert whole_bases([], total=203) == (("", 203),)


def test_half_a_dong_is_rounded_up() -> None:
    assert (half_up(1, 2), half_up(3, 2), half_up(149, 100), half_up(0, 7)) == (1, 2, 1, 0)
    assert rate_of(100, 50) == 1
    assert rate_of(99, 50) == 0
    with pytest.raises(RoundingError):
        half_up(-1, 2)
    with pytest.raises(RoundingError):
        share(1, part=3, whole=2)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.lists(st.integers(0, 10**9), max_size=6))
def test_corrections_end_where_they_should_whatever_came_between(
    whole: int, amount: int, path: list[int]
) -> None:
    now = amount
    for earned in path:
        ((step,),) = corrections([Counted((amount,), (now,))], earned=earned, whole=whole)
        now += step
        assert 0 <= now <= amount
    ((back,),) = corrections([Counted((amount,), (now,))], earned=whole, whole=whole)
    ((gone,),) = corrections([Counted((amount,), (now,))], earned=0, whole=whole)
    assert (now + back, now + gone) == (amount, 0)
