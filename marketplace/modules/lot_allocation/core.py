"""First expired, first out. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Offer:
    """What of a lot is still for sale.

    Attributes:
        lot: its id.
        best_before: the day it expires; ``None`` keeps.
        packed_on: breaks ties between lots that expire together.
        left: packs.
    """

    lot: int
    best_before: date | None
    packed_on: date | None
    left: int


def first_expired_first(offers: Iterable[Offer]) -> list[Offer]:
    """Return the offers in the order in which they are packed: what keeps for ever comes last."""
    latest = date.max
    return sorted(offers, key=lambda o: (o.best_before or latest, o.packed_on or latest, o.lot))


def take(offers: Sequence[Offer], packs: int) -> dict[int, int]:
    """Return lot → packs for ``packs`` packs; less than wanted where the lots do not suffice.

    >>> rows = [Offer(1, date(2026, 12, 1), None, 3), Offer(2, date(2026, 11, 1), None, 2)]
    >>> take(rows, 4)
    {2: 2, 1: 2}
    """
    taken: dict[int, int] = {}
    for offer in first_expired_first(offers):
        part = min(packs, offer.left)
        if part > 0:
            taken[offer.lot] = part
            packs -= part
    return taken
