"""Seasons as months."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.seasons import SeasonError, next_month, season, spans

months = st.sets(st.integers(1, 12))


def test_months_are_sorted_and_kept_once() -> None:
    assert season([3, 1, 3, 2]) == (1, 2, 3)


@pytest.mark.parametrize("wrong", [0, 13, -1])
def test_a_month_outside_the_year_is_refused(wrong: int) -> None:
    with pytest.raises(SeasonError):
        season([1, wrong])


@pytest.mark.parametrize(
    ("given_months", "runs"),
    [
        ((), []),
        ((5,), [(5, 5)]),
        ((1, 2, 3, 11, 12), [(11, 3)]),
        ((2, 3, 7, 8), [(2, 3), (7, 8)]),
        (tuple(range(1, 13)), [(1, 12)]),
    ],
)
def test_runs_of_months_go_over_new_year(
    given_months: tuple[int, ...], runs: list[tuple[int, int]]
) -> None:
    assert spans(given_months) == runs


@given(months)
def test_the_runs_hold_exactly_the_months(chosen: set[int]) -> None:
    held: list[int] = []
    for first, last in spans(sorted(chosen)):
        length = (last - first) % 12 + 1
        held += [(first + step - 1) % 12 + 1 for step in range(length)]
    assert sorted(held) == sorted(chosen)


@pytest.mark.parametrize(
    ("chosen", "current", "expected"),
    [((11, 12, 1), 3, 11), ((2,), 3, 2), ((4,), 3, 4), ((), 3, None)],
)
def test_the_next_season_is_the_nearest_month_ahead(
    chosen: tuple[int, ...], current: int, expected: int | None
) -> None:
    assert next_month(chosen, current) == expected
