"""EPCIS documents: read into self-contained events, written from them. Pure.

Source: GS1 EPCIS 2.0, section 10.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.check import Fault, faults
from traceability.epcis.core.elements import Quantity

_IDS = uuid.UUID("5b0a1c5e-6c0e-5d7b-9a3d-0b1f6f3e2a41")
"""Namespace of the ids we give to events that come without one."""

_ROLES = (
    ("epcList", "quantityList", "epc"),
    ("childEPCs", "childQuantityList", "child"),
    ("inputEPCList", "inputQuantityList", "input"),
    ("outputEPCList", "outputQuantityList", "output"),
)


class DocumentError(ValueError):
    """A text that is no EPCIS document, or one with faults."""

    def __init__(self, message: str, found: Sequence[tuple[int, Fault]] = ()) -> None:
        super().__init__(message)
        self.found = list(found)


@dataclass(frozen=True, slots=True)
class Named:
    """An element of an event with its role: an instance, or a class and how much of it."""

    role: str
    uri: str
    is_class: bool = False
    quantity: Decimal | None = None
    uom: str = ""


def own_context(namespace: str) -> Json:
    """Return the ``@context`` of the events we write."""
    return [
        terms.CONTEXT_URI,
        {terms.OUR_PREFIX: namespace, terms.MASTER_DATA_PREFIX: terms.MASTER_DATA_NAMESPACE},
    ]


def with_id(event: Mapping[str, Json]) -> EventBody:
    """Return the event with an ``eventID``; the same event always gets the same one.

    So a document read twice, or a form sent twice, is one event.
    """
    body = dict(event)
    if not body.get("eventID"):
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        body["eventID"] = f"urn:uuid:{uuid.uuid5(_IDS, text)}"
    return body


def read(text: str | bytes) -> list[EventBody]:
    """Return the events of an EPCIS 2.0 document, oldest first, each with ``@context`` and id.

    Raises:
        DocumentError: no JSON, no EPCIS 2.0 document, or events with faults (in ``found``).
    """
    document = _loaded(text)
    context = document.get("@context")
    events = [_whole(event, context) for event in _event_list(document)]
    found = [(at, fault) for at, event in enumerate(events) for fault in faults(event)]
    if found:
        raise DocumentError(f"event {found[0][0]}: {found[0][1]}", found)
    return sorted(events, key=event_time)


def write(events: Sequence[Mapping[str, Json]], *, created: datetime) -> EventBody:
    """Return one EPCIS 2.0 document with ``events``; their contexts are joined at the top."""
    joined: EventBody = {}
    for event in events:
        context = event.get("@context")
        for part in context if isinstance(context, list) else [context]:
            joined |= part if isinstance(part, dict) else {}
    bare: list[Json] = [
        {name: value for name, value in event.items() if name != "@context"} for event in events
    ]
    return {
        "@context": [terms.CONTEXT_URI, joined] if joined else [terms.CONTEXT_URI],
        "type": "EPCISDocument",
        "schemaVersion": terms.SCHEMA_VERSION,
        "creationDate": created.isoformat(timespec="seconds"),
        "epcisBody": {"eventList": bare},
    }


def event_time(event: Mapping[str, Json]) -> datetime:
    """Return when a checked event happened."""
    return datetime.fromisoformat(str(event["eventTime"]))


def declaration_time(event: Mapping[str, Json]) -> datetime | None:
    """Return when an event declares another one wrong; None for every other event."""
    declared = event.get("errorDeclaration")
    stamp = declared.get("declarationTime") if isinstance(declared, dict) else None
    try:
        return datetime.fromisoformat(str(stamp)) if stamp else None
    except ValueError:
        return None


def elements(event: Mapping[str, Json]) -> list[Named]:
    """Return every thing that a checked event names, with its role."""
    parent = event.get("parentID")
    found = [Named("parent", str(parent))] if parent else []
    for instances, quantities, role in _ROLES:
        found += [Named(role, str(uri)) for uri in _list(event.get(instances))]
        found += [_named(role, entry) for entry in _list(event.get(quantities))]
    return found


def quantities(event: Mapping[str, Json], role: str) -> list[Quantity]:
    """Return the classes that stand in ``role``, with their amounts."""
    return [
        Quantity(one.uri, one.quantity, one.uom)
        for one in elements(event)
        if one.role == role and one.is_class
    ]


def _loaded(text: str | bytes) -> dict[str, Json]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise DocumentError(f"this is no JSON: {error}") from error
    if not isinstance(document, dict) or document.get("type") != "EPCISDocument":
        raise DocumentError('this is no EPCIS document: its type is not "EPCISDocument"')
    if document.get("schemaVersion") != terms.SCHEMA_VERSION:
        raise DocumentError(f"schemaVersion is not {terms.SCHEMA_VERSION}")
    return document


def _event_list(document: dict[str, Json]) -> list[dict[str, Json]]:
    body = document.get("epcisBody")
    listed = body.get("eventList") if isinstance(body, dict) else None
    if not isinstance(listed, list) or not all(isinstance(event, dict) for event in listed):
        raise DocumentError("epcisBody.eventList is no list of events")
    return [event for event in listed if isinstance(event, dict)]


def _whole(event: dict[str, Json], context: Json) -> EventBody:
    return with_id({"@context": event.get("@context", context), **event})


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _named(role: str, entry: Json) -> Named:
    fields = entry if isinstance(entry, dict) else {}
    return Named(
        role,
        str(fields.get("epcClass")),
        is_class=True,
        quantity=_amount(fields.get("quantity")),
        uom=str(fields.get("uom", "")),
    )


def _amount(value: Json) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
