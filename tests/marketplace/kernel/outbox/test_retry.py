from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.outbox.core.retry import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    GiveUp,
    TryAgain,
    pause,
    verdict,
)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 10), (3, 20), (4, 40), (11, 3600)])
def test_pause_doubles_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert pause(attempts, 1.0) == timedelta(seconds=seconds)


@given(attempts=st.integers(1, 1000), spread=st.floats(0, 1))
def test_pause_stays_between_half_the_first_and_the_longest(attempts: int, spread: float) -> None:
    assert FIRST_PAUSE / 2 <= pause(attempts, spread) <= LONGEST_PAUSE


def test_last_attempt_is_given_up() -> None:
    assert verdict(attempts=3, max_attempts=3, can_help=True, spread=0.5) == GiveUp()


def test_attempt_before_the_last_is_tried_again() -> None:
    decided = verdict(attempts=2, max_attempts=3, can_help=True, spread=0.0)

    assert decided == TryAgain(timedelta(seconds=5))


def test_what_cannot_be_helped_is_given_up_at_once() -> None:
    assert verdict(attempts=1, max_attempts=8, can_help=False, spread=0.5) == GiveUp()
