"""From the body of a checked event to the rows that keep it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.document import declaration_time, elements, event_time
from traceability.epcis.core.epc import canonical
from traceability.epcis.core.facts import facts
from traceability.epcis.models import Event, EventElement, EventFact, VisibleEvent
from traceability.epcis.readers import rows_of
from traceability.models import Party

BATCH = 1000
"""Rows in one INSERT."""


def event_row(body: EventBody, event_hash: str, *, party: Party, recorded: datetime) -> Event:
    """Return the unsaved row of an event; its other columns are read from ``body``."""
    declared = declaration_time(body)
    return Event(
        event_id=str(body["eventID"]),
        event_hash=event_hash,
        party=party,
        event_type=str(body["type"]),
        action=str(body.get("action") or ""),
        biz_step=terms.bare(str(body.get("bizStep") or "")),
        disposition=terms.bare(str(body.get("disposition") or "")),
        event_time=event_time(body),
        event_time_zone_offset=str(body["eventTimeZoneOffset"]),
        record_time=recorded,
        read_point=_place(body, "readPoint"),
        biz_location=_place(body, "bizLocation"),
        error_declared_at=declared,
        declared_wrong_at=declared,
        body=body,
    )


def save_rows(events: Sequence[Event]) -> None:
    """Insert events, and the indexes of what they name and who reads them, in a few statements."""
    Event.objects.bulk_create(events, batch_size=BATCH)
    named = chain.from_iterable(_element_rows(event) for event in events)
    EventElement.objects.bulk_create(named, batch_size=BATCH)
    told = [fact_rows(event) for event in events]
    EventFact.objects.bulk_create(chain.from_iterable(told), batch_size=BATCH)
    seen = chain.from_iterable(map(rows_of, events, told))
    VisibleEvent.objects.bulk_create(seen, batch_size=BATCH)


def _element_rows(event: Event) -> list[EventElement]:
    return [
        EventElement(
            event=event,
            role=named.role,
            uri=named.uri,
            is_class=named.is_class,
            quantity=named.quantity,
            uom=named.uom,
        )
        for named in elements(event.body)
    ]


def fact_rows(event: Event) -> list[EventFact]:
    """Return the unsaved rows of what else queries may ask of an event."""
    return [
        EventFact(event=event, name=fact.name, text=fact.text, number=fact.number, time=fact.time)
        for fact in facts(event.body, canonical)
    ]


def _place(body: EventBody, name: str) -> str:
    place = body.get(name)
    return canonical(str(place["id"])) if isinstance(place, dict) else ""
