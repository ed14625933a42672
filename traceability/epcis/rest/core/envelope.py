"""Take the events out of the documents they come in. Pure.

Nothing is said here about the events themselves: a job does that, and says it event by event.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.check_document import (
    DOCUMENTS,
    document_faults,
    event_places,
    vocabularies,
)
from traceability.epcis.core.context import merged
from traceability.epcis.core.fault import Fault

SIGNATURES = "stt:signatures"
"""Signatures of the party's own key in a document: ``{event id: signature}``."""

_DEEPEST = 60


class EnvelopeError(ValueError):
    """What came is no document of events; ``faults`` say where it stops being one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(str(faults[0]))
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A document, opened.

    Args:
        bodies: events, each with its whole ``@context``.
        paths: where each of them stood.
        vocabularies: master data that came along.
        context: the document's own.
        signatures: signatures that came along, by event id.
    """

    bodies: Sequence[EventBody]
    paths: Sequence[str]
    vocabularies: Sequence[Mapping[str, Json]] = ()
    context: Json = None
    signatures: Mapping[str, str] = field(default_factory=dict)


def loaded(text: str | bytes) -> dict[str, Json]:
    """Return the JSON object that ``text`` is.

    Raises:
        EnvelopeError: it is none, or one nested beyond sense.
    """
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise _refusal("$", f"this is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise _refusal("$", "this is no JSON object")
    _check_texts(found, "$", 0)
    return found


def opened(document: Mapping[str, Json]) -> Envelope:
    """Return the events of an EPCISDocument or EPCISQueryDocument.

    Raises:
        EnvelopeError: it is neither, or something around the events is wrong.
    """
    if document.get("type", document.get("isA")) not in DOCUMENTS:
        raise _refusal("$.type", f"type is none of {', '.join(sorted(DOCUMENTS))}")
    around = document_faults(document)
    if around:
        raise EnvelopeError(around)
    places = list(event_places(document))
    context = document.get("@context")
    return Envelope(
        bodies=[_whole(event, context) for _path, event in places],
        paths=[path for path, _event in places],
        vocabularies=vocabularies(document),
        context=context,
        signatures=_signatures(document),
    )


def _whole(event: Mapping[str, Json], context: Json) -> EventBody:
    return {**event, "@context": merged(context, event.get("@context"))}


def single(event: Mapping[str, Json]) -> EventBody:
    """Return one event that came alone.

    Raises:
        EnvelopeError: it is no event.
    """
    if event.get("type") in DOCUMENTS:
        raise _refusal("$.type", "this is a document; send it to /capture")
    if event.get("type") not in terms.EVENT_TYPES:
        raise _refusal("$.type", "type is no EPCIS event type")
    return {"@context": terms.CONTEXT_URI, **event}


def _refusal(path: str, message: str) -> EnvelopeError:
    return EnvelopeError([Fault(path, "document", message)])


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
        raise _refusal(path, "this is nested too deeply")
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
        raise _refusal(path, "this has a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _refusal(path, "this is no Unicode text") from error
