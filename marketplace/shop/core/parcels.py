"""The life of a parcel as a table. Pure."""

from enum import StrEnum


class ParcelState(StrEnum):
    """Where one seller's part of an order stands."""

    AWAITING_PAYMENT = "awaiting_payment"
    TO_PACK = "to_pack"
    PACKED = "packed"
    SHIPPED = "shipped"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class ParcelTransitionError(ValueError):
    """A parcel cannot go from where it is to where it should."""

    code = "parcel_transition"


# Cash on delivery starts at TO_PACK. A cancelled parcel waits for its money again when late money
# arrives and the goods are still there; the same money then lets it be packed, if it is enough.
TRANSITIONS: dict[ParcelState, frozenset[ParcelState]] = {
    ParcelState.AWAITING_PAYMENT: frozenset({ParcelState.TO_PACK, ParcelState.CANCELLED}),
    # Back to waiting only when a match of money by hand is undone.
    ParcelState.TO_PACK: frozenset(
        {ParcelState.PACKED, ParcelState.CANCELLED, ParcelState.AWAITING_PAYMENT}
    ),
    ParcelState.PACKED: frozenset({ParcelState.SHIPPED, ParcelState.RECEIVED}),
    ParcelState.SHIPPED: frozenset({ParcelState.RECEIVED}),
    ParcelState.RECEIVED: frozenset(),
    ParcelState.CANCELLED: frozenset({ParcelState.AWAITING_PAYMENT}),
}


def step(current: ParcelState, target: ParcelState) -> ParcelState:
    """Return ``target`` when the table allows it.

    Raises:
        ParcelTransitionError: it does not.
    """
    if target not in TRANSITIONS[current]:
        raise ParcelTransitionError(f"a parcel that is {current} cannot become {target}")
    return target
