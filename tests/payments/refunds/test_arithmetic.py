"""How much may go back, and by how much the price is lowered for it."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from payments.core.states import ChargeFacts
from payments.refunds.core.states import (
    OPEN,
    NotPaidError,
    State,
    TooMuchError,
    credit_note,
    may_move,
    pause,
)

CASES = [
    # The columns: allocated, returned, waived, refunding, cancelled; asked; lowered.
    (203_000, 0, 0, 0, False, 50_000, 50_000),
    (203_000, 0, 0, 0, False, 203_000, 203_000),
    (220_000, 0, 0, 0, False, 17_000, 0),
    (220_000, 0, 0, 0, False, 18_000, 1_000),
    (220_000, 0, 0, 17_000, False, 18_000, 18_000),
    (203_000, 50_000, 50_000, 0, False, 153_000, 153_000),
    (185_000, 0, 0, 0, True, 185_000, 0),
]


@pytest.mark.parametrize("case", CASES)
def test_the_price_is_lowered_by_what_was_not_owed_yet(
    case: tuple[int, int, int, int, bool, int, int],
) -> None:
    allocated, returned, waived, refunding, cancelled, asked, lowered = case
    facts = ChargeFacts(
        amount=203_000,
        allocated=allocated,
        returned=returned,
        waived=waived,
        refunding=refunding,
        cancelled=cancelled,
    )

    assert credit_note(facts, asked) == lowered


@pytest.mark.parametrize("asked", [0, -1, 203_001])
def test_more_than_was_paid_or_nothing_cannot_go_back(asked: int) -> None:
    with pytest.raises(TooMuchError):
        credit_note(ChargeFacts(amount=203_000, allocated=203_000), asked)


def test_what_is_on_its_way_cannot_go_back_again() -> None:
    facts = ChargeFacts(amount=203_000, allocated=203_000, waived=100_000, refunding=100_000)

    assert credit_note(facts, 103_000) == 103_000
    with pytest.raises(TooMuchError):
        credit_note(facts, 103_001)


def test_of_a_price_not_paid_in_full_no_part_can_go_back() -> None:
    with pytest.raises(NotPaidError):
        credit_note(ChargeFacts(amount=203_000, allocated=185_000), 1_000)


amounts = st.integers(1, 500_000)


@given(amounts, amounts, st.booleans(), amounts)
def test_after_a_refund_exactly_what_was_asked_is_on_its_way(
    amount: int, allocated: int, cancelled: bool, asked: int
) -> None:
    before = ChargeFacts(amount=amount, allocated=allocated, cancelled=cancelled)
    assume(asked <= before.returnable and (cancelled or before.kept >= before.due))

    lowered = credit_note(before, asked)
    held = ChargeFacts(
        amount=amount, allocated=allocated, cancelled=cancelled, waived=lowered, refunding=asked
    )
    after = ChargeFacts(
        amount=amount, allocated=allocated, cancelled=cancelled, waived=lowered, returned=asked
    )

    assert held.to_return >= asked
    assert held.owed == held.to_return - asked == after.to_return
    assert after.rest == 0


@given(st.sampled_from(State), st.sampled_from(State))
def test_what_ended_stays_ended_but_for_money_that_went_all_the_same(
    before: State, after: State
) -> None:
    if before not in OPEN:
        assert may_move(before, after) == (before is State.REFUSED and after is State.DONE)


def test_questions_are_asked_less_and_less_often() -> None:
    first = timedelta(minutes=1)

    assert [pause(first, asked) // first for asked in (0, 1, 2, 3, 6, 7)] == [1, 1, 2, 4, 32, 64]
    assert pause(first, 60_000) == timedelta(hours=6)
