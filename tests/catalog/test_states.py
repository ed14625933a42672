"""The state machines of sellers and products, as Hypothesis walks them."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.choices import ProductState, SellerState
from catalog.core.states import PRODUCT_MOVES, SELLER_MOVES, MoveError, check_move


@pytest.mark.parametrize(
    ("moves", "states"),
    [(SELLER_MOVES, SellerState.values), (PRODUCT_MOVES, ProductState.values)],
)
def test_the_machine_knows_exactly_the_states_of_the_table(
    moves: Mapping[str, frozenset[str]], states: list[str]
) -> None:
    assert sorted(moves) == sorted(states)
    assert set().union(*moves.values()) <= set(states)


@given(st.lists(st.sampled_from(SellerState.values), max_size=12))
def test_nobody_becomes_verified_without_having_submitted(wanted: list[str]) -> None:
    state, seen = "draft", ["draft"]
    for new in wanted:
        try:
            check_move(SELLER_MOVES, state, new)
        except MoveError:
            continue
        state = new
        seen.append(new)
    if "verified" in seen:
        assert "submitted" in seen[: seen.index("verified")]


@given(st.sampled_from(ProductState.values), st.sampled_from(ProductState.values))
def test_a_move_is_allowed_or_named(old: str, new: str) -> None:
    if new in PRODUCT_MOVES[old]:
        check_move(PRODUCT_MOVES, old, new)
        return
    with pytest.raises(MoveError) as caught:
        check_move(PRODUCT_MOVES, old, new)
    assert (caught.value.old, caught.value.new) == (old, new)


def test_an_unknown_state_goes_nowhere() -> None:
    with pytest.raises(MoveError):
        check_move(SELLER_MOVES, "lost", "verified")
