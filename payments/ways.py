"""The order in which people see the ways to pay, and which of them stand behind "other ways"."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from payments import conf
from payments.protocol import Provider

SHOWN_AT_ONCE = 4
"""More than a phone shows without scrolling; what is rarer is one tap further."""


class Ways(NamedTuple):
    """Ways to pay at once, then the rarer ones, then those paid on delivery."""

    first: Sequence[Provider]
    others: Sequence[Provider]
    later: Sequence[Provider]


def in_order(found: Iterable[Provider]) -> list[Provider]:
    """Return the ways as people see them.

    What is paid at once comes first: the seller packs sooner and nobody has to find change. Among
    those the setting ``PAYMENTS_WAY_ORDER`` decides; a code it does not name follows in the order
    in which it was given.
    """
    wanted = {code: place for place, code in enumerate(conf.way_order())}
    return sorted(
        found, key=lambda way: (not way.waits_for_money, wanted.get(way.code, len(wanted)))
    )


def for_a_phone(found: Iterable[Provider], *, chosen: str = "") -> Ways:
    """Return the ways in three groups; none is hidden when that would hide the chosen one."""
    ordered = in_order(found)
    at_once = [way for way in ordered if way.waits_for_money]
    later = [way for way in ordered if not way.waits_for_money]
    first, others = at_once[:SHOWN_AT_ONCE], at_once[SHOWN_AT_ONCE:]
    if len(others) == 1 or chosen in [way.code for way in others]:
        first, others = at_once, []
    return Ways(first, others, later)
