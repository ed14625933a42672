"""EPCIS documents: read into self-contained events, written from them. Pure.

Source: GS1 EPCIS 2.0, section 10.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.check import Fault, faults
from traceability.epcis.core.check_document import (
    DOCUMENTS,
    EVENT,
    KINDS,
    document_faults,
    event_places,
    vocabularies,
)
from traceability.epcis.core.context import merged
from traceability.epcis.core.elements import Quantity
from traceability.epcis.core.epc import canonical
from traceability.epcis.core.fields import FROM
from traceability.epcis.core.hash import event_hash
from traceability.epcis.core.shapes import shown, storable

_ROLES = (
    ("epcList", "quantityList", "epc"),
    ("childEPCs", "childQuantityList", "child"),
    ("inputEPCList", "inputQuantityList", "input"),
    ("outputEPCList", "outputQuantityList", "output"),
)


class DocumentError(ValueError):
    """A text that is no EPCIS document, or one with faults.

    ``found`` has the faults of events with the number of the event and paths inside it;
    ``faults`` has all of them with paths from the document's root.
    """

    def __init__(
        self,
        message: str,
        found: Sequence[tuple[int, Fault]] = (),
        all_faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(message)
        self.found = list(found)
        self.faults = list(all_faults)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read.

    Args:
        root: the whole JSON object.
        events: its events in their order, each with its whole ``@context``, ids as written.
        paths: where each event stands.
        vocabularies: its master data.
    """

    root: Mapping[str, Json]
    events: Sequence[EventBody]
    paths: Sequence[str]
    vocabularies: Sequence[Mapping[str, Json]]

    def faults(self) -> list[Fault]:
        """Return what is wrong with it: the document around the events first, then each event."""
        return [*document_faults(self.root), *(fault for _at, fault in self.event_faults())]

    def event_faults(self) -> Iterator[tuple[int, Fault]]:
        """Give every fault of an event with the event's number; paths are the document's."""
        for at, (event, path) in enumerate(zip(self.events, self.paths, strict=True)):
            for fault in faults(event):
                yield at, fault.under(path)


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
    """Return the event with an ``eventID``: its own, or else its CBV 2.0 hash.

    So a document read twice, or a form sent twice, is one event.
    """
    return {**event, "eventID": event.get("eventID") or event_hash(event)}


def load(text: str | bytes, kinds: Collection[str] = KINDS) -> Document:
    """Return what a text holds: a document, a query's answer, one event. Nothing is checked.

    Args:
        text: JSON in UTF-8.
        kinds: what is wanted: names among `KINDS`.

    Raises:
        DocumentError: no JSON object, or of no kind that is wanted.
    """
    root = _object(text)
    kind = root.get("type", root.get("isA"))
    name = kind if kind in DOCUMENTS else EVENT
    if name not in kinds or (name == EVENT and "eventTime" not in root and not _is_event(kind)):
        wanted = " or ".join(sorted(set(kinds)))
        raise DocumentError(f"this is no {wanted}: its type is {shown(kind)}")
    found = list(event_places(root))
    context = root.get("@context")
    return Document(
        root=root,
        events=[_whole(event, context) for _path, event in found],
        paths=[path for path, _event in found],
        vocabularies=vocabularies(root),
    )


def read(text: str | bytes, kinds: Collection[str] = ("EPCISDocument",)) -> list[EventBody]:
    """Return the events of a sound document, oldest first, each with ``@context`` and id.

    Raises:
        DocumentError: no JSON, no EPCIS 2.0 document, or one with faults (in ``found``).
    """
    document = load(text, kinds)
    around = document_faults(document.root)
    if around:
        raise DocumentError(str(around[0]), all_faults=around)
    found = [(at, fault) for at, event in enumerate(document.events) for fault in faults(event)]
    if found:
        everything = [fault for _at, fault in document.event_faults()]
        raise DocumentError(f"event {found[0][0]}: {found[0][1]}", found, everything)
    return sorted((with_id(event) for event in document.events), key=event_time)


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
    """Return every thing that a checked event names, with its role; URIs are canonical.

    What our own events say to have come from (``stt:from``) went into them as inputs do.
    """
    parent = event.get("parentID")
    found = [Named("parent", canonical(str(parent)))] if parent else []
    for instances, quantities, role in _ROLES:
        found += [Named(role, canonical(str(uri))) for uri in _list(event.get(instances))]
        found += [_named(role, entry) for entry in _list(event.get(quantities))]
    sources = [uri for uri in _list(event.get(FROM)) if isinstance(uri, str)]
    return found + [Named("input", canonical(uri), is_class=True) for uri in sources]


def quantities(event: Mapping[str, Json], role: str) -> list[Quantity]:
    """Return the classes that stand in ``role``, with their amounts."""
    return [
        Quantity(one.uri, one.quantity, one.uom)
        for one in elements(event)
        if one.role == role and one.is_class
    ]


def _object(text: str | bytes) -> dict[str, Json]:
    try:
        root = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"this is no JSON: {error}") from error
    if not isinstance(root, dict):
        raise DocumentError("this is no JSON object")
    deep = next((fault for fault in storable(root) if fault.code == "too_deep"), None)
    if deep:
        raise DocumentError(str(deep))
    return root


def _refused(name: str) -> Json:
    raise ValueError(f"{name} is no number of JSON")


def _is_event(kind: Json) -> bool:
    return isinstance(kind, str) and kind in terms.EVENT_TYPES


def _whole(event: Mapping[str, Json], around: Json) -> EventBody:
    context = merged(around, event.get("@context"))
    body = dict(event)
    return body if context is None else {"@context": context} | body | {"@context": context}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _named(role: str, entry: Json) -> Named:
    fields = entry if isinstance(entry, dict) else {}
    return Named(
        role,
        canonical(str(fields.get("epcClass"))),
        is_class=True,
        quantity=_amount(fields.get("quantity")),
        uom=str(fields.get("uom", "")),
    )


def _amount(value: Json) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
