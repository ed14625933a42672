"""First expired, first out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from marketplace.modules.lot_allocation.core import Offer, first_expired_first, take

days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
offers = st.lists(
    st.builds(
        Offer, lot=st.integers(1, 10**6), best_before=days, packed_on=days, left=st.integers(0, 50)
    ),
    unique_by=lambda offer: offer.lot,
    max_size=8,
)


def test_the_lot_that_expires_first_is_packed_first() -> None:
    later = Offer(1, date(2026, 12, 1), None, 3)
    sooner = Offer(2, date(2026, 11, 1), None, 2)
    keeps = Offer(3, None, None, 9)

    assert take([keeps, later, sooner], 4) == {2: 2, 1: 2}


def test_lots_that_expire_together_go_by_packing_day_then_by_number() -> None:
    day = date(2026, 12, 1)
    rows = [
        Offer(3, day, None, 1),
        Offer(2, day, date(2026, 1, 2), 1),
        Offer(1, day, date(2026, 1, 2), 1),
    ]

    assert [offer.lot for offer in first_expired_first(rows)] == [1, 2, 3]


@given(offers, st.integers(0, 500))
def test_never_more_than_wanted_nor_than_is_left(rows: list[Offer], packs: int) -> None:
    taken = take(rows, packs)
    left = {offer.lot: offer.left for offer in rows}

    assert all(0 < taken[lot] <= left[lot] for lot in taken)
    assert sum(taken.values()) == min(packs, sum(left.values()))


@given(offers, st.integers(1, 500))
def test_a_later_lot_is_touched_only_when_the_earlier_ones_are_empty(
    rows: list[Offer], packs: int
) -> None:
    taken = take(rows, packs)
    order = first_expired_first(rows)
    touched = [position for position, offer in enumerate(order) if offer.lot in taken]

    for offer in order[: max(touched, default=0)]:
        assert taken.get(offer.lot, 0) == offer.left
