"""Who may read which event: its party, parties it names by their GLN, and the public.

A reader is one number, so that each index of `VisibleEvent` can start with it: a party's primary
key for its own events, a GLN below zero for those that name it (whichever party has that number
when it asks), and zero for the public.
"""

import re
from collections.abc import Iterable, Sequence

from traceability.epcis.models import Event, EventFact, VisibleEvent

PUBLIC = 0
NAMED_AS = (
    "source.owning_party",
    "source.possessing_party",
    "destination.owning_party",
    "destination.possessing_party",
)
"""Facts that name a party to whom an event is told."""

TRADE_STEPS = frozenset(
    {
        "accepting",
        "arriving",
        "consigning",
        "departing",
        "dispensing",
        "receiving",
        "retail_selling",
        "shipping",
        "staging_outbound",
        "void_shipping",
    }
)
"""Steps that tell who trades with whom, and how much: theirs to tell, not ours.

Who changes them changes what of old events is public by a migration.
"""

COPIED = (
    "event_type",
    "action",
    "biz_step",
    "disposition",
    "read_point",
    "biz_location",
    "event_time",
    "record_time",
)
"""Columns of an event that its visible rows repeat."""

_PARTY = re.compile(r"https://id\.gs1\.org/41[47]/([0-9]{13})")


def reader_named(gln: str) -> int:
    """Return the reader that is named by ``gln``.

    >>> reader_named("9520000000004")
    -9520000000004
    """
    return -int(gln)


def reader_of(uri: str) -> int | None:
    """Return the reader whom a source or destination names, None where it names no GLN.

    Args:
        uri: canonical, as facts keep it.
    """
    found = _PARTY.fullmatch(uri)
    return reader_named(found[1]) if found else None


def rows_of(event: Event, facts: Iterable[EventFact]) -> list[VisibleEvent]:
    """Return the unsaved rows of those who may read a new event, given what it tells."""
    named = (reader_of(fact.text) for fact in facts if fact.name in NAMED_AS)
    readers = dict.fromkeys([event.party_id, *(one for one in named if one is not None)])
    return [_row(event, reader) for reader in readers]


def show_to_public(events: Sequence[Event]) -> None:
    """Let everybody read these events, but for trade; those that are public already stay so."""
    rows = [_row(event, PUBLIC) for event in events if event.biz_step not in TRADE_STEPS]
    VisibleEvent.objects.bulk_create(rows, ignore_conflicts=True)


def _row(event: Event, reader: int) -> VisibleEvent:
    copied = {name: getattr(event, name) for name in COPIED}
    return VisibleEvent(reader=reader, event=event, **copied)
