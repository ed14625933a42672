"""The life of a parcel."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.shop.core.parcels import (
    TRANSITIONS,
    ParcelState,
    ParcelTransitionError,
    step,
)

LIFE = (
    ParcelState.AWAITING_PAYMENT,
    ParcelState.TO_PACK,
    ParcelState.PACKED,
    ParcelState.SHIPPED,
    ParcelState.RECEIVED,
)


def test_a_paid_parcel_goes_its_way() -> None:
    assert [step(one, two) for one, two in pairwise(LIFE)] == list(LIFE[1:])


@given(st.sampled_from(ParcelState), st.sampled_from(ParcelState))
def test_every_step_is_in_the_table_or_refused(current: ParcelState, target: ParcelState) -> None:
    if target in TRANSITIONS[current]:
        assert step(current, target) is target
    else:
        with pytest.raises(ParcelTransitionError):
            step(current, target)


def test_what_is_packed_is_never_cancelled() -> None:
    for state in (ParcelState.PACKED, ParcelState.SHIPPED, ParcelState.RECEIVED):
        assert ParcelState.CANCELLED not in TRANSITIONS[state]


def test_every_state_has_its_row() -> None:
    assert set(TRANSITIONS) == set(ParcelState)
