"""What must hold of a document around its events, and where its events stand. Pure.

Source: GS1 EPCIS 2.0, sections 9.5 (master data) and 10 (JSON binding).
"""

from collections.abc import Iterator, Mapping, Sequence

from traceability.epcis.core.build import Json
from traceability.epcis.core.check_ids import identifier
from traceability.epcis.core.check_parts import CONTEXT
from traceability.epcis.core.fault import Fault
from traceability.epcis.core.shapes import Check, Scope, each, fields, matching, shown, time, uri

CAPTURE, QUERY, EVENT = "EPCISDocument", "EPCISQueryDocument", "event"
DOCUMENTS = frozenset({CAPTURE, QUERY})
KINDS = frozenset({CAPTURE, QUERY, EVENT})

_ANY = Scope(frozenset(), is_open=True)
_version = matching(r"2\.0(\.\d+)*", "schema_version", "version 2.0")
_BODY = "$.epcisBody"


def document_faults(root: Mapping[str, Json]) -> list[Fault]:
    """Return what is wrong with a document, its events left out."""
    kind = root.get("type", root.get("isA"))
    if kind not in DOCUMENTS:
        return list(_context(root))
    missing = [] if "type" in root else [Fault("$.type", "missing", "type is missing")]
    found = [*missing, *_context(root), *_stamps(root, str(kind)), *_master_data(root)]
    return found + list(_body(root, str(kind)))


def event_places(root: Mapping[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Give the events of a document in order, each with its path; of an event, itself."""
    if root.get("type", root.get("isA")) not in DOCUMENTS:
        yield "$", root
        return
    for path, listed in _lists(root):
        for at, event in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(event, dict):
                yield f"{path}[{at}]", event
    single = _inside(root, "epcisBody").get("event")
    if isinstance(single, dict):
        yield f"{_BODY}.event", single


def vocabularies(root: Mapping[str, Json]) -> Sequence[Mapping[str, Json]]:
    """Return the vocabularies of a document: of its header, and of a query's answer."""
    held = (
        _inside(root, "epcisHeader", "epcisMasterData").get("vocabularyList"),
        _inside(root, "epcisBody", "queryResults", "resultsBody").get("vocabularyList"),
    )
    return [one for some in held if isinstance(some, list) for one in some if isinstance(one, dict)]


def _context(root: Mapping[str, Json]) -> Iterator[Fault]:
    if "@context" not in root:
        yield Fault("$.@context", "missing", "@context is missing")
    else:
        yield from CONTEXT(root["@context"], "$.@context", _ANY)


def _stamps(root: Mapping[str, Json], kind: str) -> Iterator[Fault]:
    for name, check in (("schemaVersion", _version), ("creationDate", time)):
        if name in root:
            yield from check(root[name], f"$.{name}", _ANY)
        elif kind == CAPTURE or name == "schemaVersion":
            yield Fault(f"$.{name}", "missing", f"{name} is missing")


def _lists(root: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    """Give every list of events there is, with its path."""
    body = _inside(root, "epcisBody")
    if "eventList" in body:
        yield f"{_BODY}.eventList", body["eventList"]
    results = _inside(root, "epcisBody", "queryResults", "resultsBody")
    if "eventList" in results:
        yield f"{_BODY}.queryResults.resultsBody.eventList", results["eventList"]


def _body(root: Mapping[str, Json], kind: str) -> Iterator[Fault]:
    body = root.get("epcisBody")
    if not isinstance(body, dict):
        yield Fault(_BODY, "missing", "epcisBody is missing or no object")
        return
    has_single = kind == CAPTURE and isinstance(body.get("event"), dict)
    lists = list(_lists(root))
    wanted = "queryResults.resultsBody." if kind == QUERY else ""
    path = f"{_BODY}.{wanted}eventList"
    if path not in dict(lists) and not has_single and not vocabularies(root):
        yield Fault(path, "missing", "eventList is missing")
    for place, listed in lists:
        yield from _entries(place, listed)


def _entries(path: str, listed: Json) -> Iterator[Fault]:
    if not isinstance(listed, list):
        yield Fault(path, "list", "this is no list of events")
        return
    for at, event in enumerate(listed):
        if not isinstance(event, dict):
            yield Fault(f"{path}[{at}]", "object", f"{shown(event)} is no event")


def _inside(root: Mapping[str, Json], *names: str) -> Mapping[str, Json]:
    """Return the object down the path of ``names``; an empty one where there is none."""
    held: Mapping[str, Json] = root
    for name in names:
        below = held.get(name)
        if not isinstance(below, dict):
            return {}
        held = below
    return held


# --- Master data --------------------------------------------------------------------------------


def _anything(_value: Json, _path: str, _scope: Scope) -> Iterator[Fault]:
    return iter(())


def _open(known: Mapping[str, Check], required: str) -> Check:
    return fields({**known, "isA": _anything, "type": _anything, **known},
                  required=frozenset({required}))  # fmt: skip


_element = _open(
    {
        "id": identifier,
        "attributes": each(_open({"id": uri, "attribute": _anything}, "id")),
        "children": each(identifier),
    },
    "id",
)
_vocabulary = _open({"type": uri, "vocabularyElementList": each(_element)}, "type")


def _master_data(root: Mapping[str, Json]) -> Iterator[Fault]:
    header = root.get("epcisHeader")
    if header is not None and not isinstance(header, dict):
        yield Fault("$.epcisHeader", "object", "epcisHeader is no object")
    data = _inside(root, "epcisHeader", "epcisMasterData")
    if "vocabularyList" in data:
        path = "$.epcisHeader.epcisMasterData.vocabularyList"
        yield from each(_vocabulary)(data["vocabularyList"], path, _ANY)
