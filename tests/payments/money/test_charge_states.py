"""A charge's state is read off its amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core.states import ChargeFacts, ChargeFactsError, ChargeState, charge_state

CASES = [
    # allocated, returned, expired, cancelled, state, rest, to return
    (0, 0, False, False, ChargeState.PENDING, 203_000, 0),
    (1, 0, False, False, ChargeState.PARTLY_PAID, 202_999, 0),
    (185_000, 0, False, False, ChargeState.PARTLY_PAID, 18_000, 0),
    (203_000, 0, False, False, ChargeState.SETTLED, 0, 0),
    (220_000, 0, False, False, ChargeState.OVERPAID, 0, 17_000),
    (220_000, 17_000, False, False, ChargeState.SETTLED, 0, 0),
    (220_000, 5_000, False, False, ChargeState.OVERPAID, 0, 12_000),
    (406_000, 0, False, False, ChargeState.OVERPAID, 0, 203_000),
    (0, 0, True, False, ChargeState.EXPIRED, 0, 0),
    (185_000, 0, True, False, ChargeState.EXPIRED, 0, 185_000),
    (185_000, 185_000, True, False, ChargeState.REFUNDED, 0, 0),
    (0, 0, False, True, ChargeState.CANCELLED, 0, 0),
    (185_000, 0, False, True, ChargeState.CANCELLED, 0, 185_000),
    (203_000, 0, False, True, ChargeState.CANCELLED, 0, 203_000),
    (203_000, 200_000, False, True, ChargeState.CANCELLED, 0, 3_000),
    (203_000, 203_000, False, True, ChargeState.REFUNDED, 0, 0),
    (0, 0, True, True, ChargeState.CANCELLED, 0, 0),
]


@pytest.mark.parametrize("case", CASES)
def test_the_table_of_states(
    case: tuple[int, int, bool, bool, ChargeState, int, int],
) -> None:
    allocated, returned, expired, cancelled, state, rest, to_return = case
    facts = ChargeFacts(
        amount=203_000,
        allocated=allocated,
        returned=returned,
        expired=expired,
        cancelled=cancelled,
    )

    assert charge_state(facts) is state
    assert facts.rest == rest
    assert facts.to_return == to_return


@pytest.mark.parametrize(
    ("amount", "allocated", "returned"), [(0, 0, 0), (-1, 0, 0), (1, -1, 0), (1, 1, 2), (1, 0, -1)]
)
def test_amounts_that_cannot_be_are_refused(amount: int, allocated: int, returned: int) -> None:
    with pytest.raises(ChargeFactsError):
        ChargeFacts(amount=amount, allocated=allocated, returned=returned)


amounts = st.integers(1, 500_000_000)


@given(amounts, amounts, st.integers(0, 500_000_000), st.booleans(), st.booleans())
def test_nobody_owes_and_is_owed_at_once(
    amount: int, allocated: int, returned: int, expired: bool, cancelled: bool
) -> None:
    facts = ChargeFacts(
        amount=amount,
        allocated=allocated,
        returned=min(returned, allocated),
        expired=expired,
        cancelled=cancelled,
    )

    assert facts.rest == 0 or facts.to_return == 0
    if not facts.is_closed:
        assert facts.kept + facts.rest - facts.to_return == amount


LOWERED = [
    # allocated, returned, waived, refunding, state, rest, to return, owed, returnable
    (203_000, 0, 53_000, 0, ChargeState.OVERPAID, 0, 53_000, 53_000, 203_000),
    (203_000, 0, 53_000, 53_000, ChargeState.OVERPAID, 0, 53_000, 0, 150_000),
    (203_000, 53_000, 53_000, 0, ChargeState.SETTLED, 0, 0, 0, 150_000),
    (203_000, 0, 0, 203_000, ChargeState.SETTLED, 0, 0, 0, 0),
    (203_000, 203_000, 203_000, 0, ChargeState.REFUNDED, 0, 0, 0, 0),
    (220_000, 0, 0, 5_000, ChargeState.OVERPAID, 0, 17_000, 12_000, 215_000),
    (100_000, 0, 103_000, 0, ChargeState.SETTLED, 0, 0, 0, 100_000),
]


@pytest.mark.parametrize("case", LOWERED)
def test_a_lowered_price_and_money_on_its_way_back(
    case: tuple[int, int, int, int, ChargeState, int, int, int, int],
) -> None:
    allocated, returned, waived, refunding, state, rest, to_return, owed, returnable = case
    facts = ChargeFacts(
        amount=203_000,
        allocated=allocated,
        returned=returned,
        waived=waived,
        refunding=refunding,
    )

    assert charge_state(facts) is state
    found = (facts.rest, facts.to_return, facts.owed, facts.returnable)
    assert found == (rest, to_return, owed, returnable)


@pytest.mark.parametrize(
    ("allocated", "returned", "waived", "refunding"),
    [(0, 0, -1, 0), (0, 0, 203_001, 0), (0, 0, 0, -1), (1, 0, 0, 2), (2, 1, 0, 2), (0, 0, 0, 1)],
)
def test_more_than_was_paid_is_never_on_its_way_back(
    allocated: int, returned: int, waived: int, refunding: int
) -> None:
    with pytest.raises(ChargeFactsError):
        ChargeFacts(
            amount=203_000,
            allocated=allocated,
            returned=returned,
            waived=waived,
            refunding=refunding,
        )
