"""Take the events out of the documents they come in. Pure.

Nothing is said here about the events themselves: a job does that, and says it event by event.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody, Json

DOCUMENT = "EPCISDocument"
QUERY_DOCUMENT = "EPCISQueryDocument"
SIGNATURES = "stt:signatures"
"""Signatures of the party's own key in a document: ``{event id: signature}``."""

_PATHS = {
    DOCUMENT: ("epcisBody", "eventList"),
    QUERY_DOCUMENT: ("epcisBody", "queryResults", "resultsBody", "eventList"),
}
_DEEPEST = 60


class EnvelopeError(ValueError):
    """What came is no document of events; ``path`` says where it stops being one."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Envelope:
    """A document, opened.

    Args:
        bodies: events, each with the ``@context`` of the document.
        path: JSON path of the list they stood in.
        vocabularies: master data that came along.
        signatures: signatures that came along, by event id.
    """

    bodies: list[EventBody]
    path: str
    vocabularies: list[Json] = field(default_factory=list)
    signatures: dict[str, str] = field(default_factory=dict)


def loaded(text: str | bytes) -> dict[str, Json]:
    """Return the JSON object that ``text`` is.

    Raises:
        EnvelopeError: it is none, or one nested beyond sense.
    """
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise EnvelopeError("$", f"this is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise EnvelopeError("$", "this is no JSON object")
    _check_texts(found, "$", 0)
    return found


def opened(document: Mapping[str, Json]) -> Envelope:
    """Return the events of an EPCISDocument or EPCISQueryDocument.

    Raises:
        EnvelopeError: it is neither.
    """
    kind = document.get("type")
    if not isinstance(kind, str) or kind not in _PATHS:
        raise EnvelopeError("$.type", f"type is neither {DOCUMENT} nor {QUERY_DOCUMENT}")
    version = document.get("schemaVersion")
    if str(version) not in {terms.SCHEMA_VERSION, "2.0.0", "2"}:
        raise EnvelopeError("$.schemaVersion", f"schemaVersion is not {terms.SCHEMA_VERSION}")
    path = "$." + ".".join(_PATHS[kind])
    listed: Json = dict(document)
    for name in _PATHS[kind]:
        listed = listed.get(name) if isinstance(listed, dict) else None
    if not isinstance(listed, list):
        raise EnvelopeError(path, "there is no list of events")
    bodies = [_body(event, f"{path}[{at}]", document) for at, event in enumerate(listed)]
    return Envelope(bodies, path, _vocabularies(document), _signatures(document))


def single(event: Mapping[str, Json]) -> EventBody:
    """Return one event that came alone.

    Raises:
        EnvelopeError: it is no event.
    """
    if event.get("type") in _PATHS:
        raise EnvelopeError("$.type", "this is a document; send it to /capture")
    if event.get("type") not in terms.EVENT_TYPES:
        raise EnvelopeError("$.type", "type is no EPCIS event type")
    return {"@context": terms.CONTEXT_URI, **event}


def _body(event: Json, path: str, document: Mapping[str, Json]) -> EventBody:
    if not isinstance(event, dict):
        raise EnvelopeError(path, "this is no event")
    context = _joined(document.get("@context"), event.get("@context"))
    return {
        "@context": context,
        **{name: value for name, value in event.items() if name != "@context"},
    }


def _joined(outer: Json, inner: Json) -> Json:
    """Return a document's context followed by the event's own."""
    if inner is None:
        return outer if outer is not None else terms.CONTEXT_URI
    parts = [
        *(outer if isinstance(outer, list) else [outer]),
        *(inner if isinstance(inner, list) else [inner]),
    ]
    kept: list[Json] = []
    for part in parts:
        if part is not None and part not in kept:
            kept.append(part)
    return kept


def _vocabularies(document: Mapping[str, Json]) -> list[Json]:
    found: Json = dict(document)
    for name in ("epcisHeader", "epcisMasterData", "vocabularyList"):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, list) else []


def _signatures(document: Mapping[str, Json]) -> dict[str, str]:
    found = document.get(SIGNATURES)
    if not isinstance(found, dict):
        return {}
    return {event: str(signature) for event, signature in found.items()}


def _refuse_constant(name: str) -> Json:
    raise ValueError(f"{name} is no JSON number")


def _check_texts(value: Json, path: str, depth: int) -> None:
    """Refuse what no database keeps: NUL characters, lone surrogates, bottomless nesting."""
    if depth > _DEEPEST:
        raise EnvelopeError(path, "this is nested too deeply")
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, list):
        for at, entry in enumerate(value):
            _check_texts(entry, f"{path}[{at}]", depth + 1)
    elif isinstance(value, dict):
        for name, entry in value.items():
            _check_text(name, path)
            _check_texts(entry, f"{path}.{name}", depth + 1)


def _check_text(text: str, path: str) -> None:
    if "\x00" in text:
        raise EnvelopeError(path, "this has a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise EnvelopeError(path, "this is no Unicode text") from error
