"""Addresses that tell of events: all of them, one of them, and those of a thing or a word."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse

from traceability.epcis.core import terms
from traceability.epcis.core.build import Json
from traceability.epcis.core.epc import canonical
from traceability.epcis.core.facts import word
from traceability.epcis.models import EventElement, EventQuerySet
from traceability.epcis.queries.core.reading import Query
from traceability.epcis.rest.calls import OPEN, Call, Way, endpoint, json_answer
from traceability.epcis.rest.capturing import create_event
from traceability.epcis.rest.core import formats
from traceability.epcis.rest.models import Scope
from traceability.epcis.rest.problems import Kind, ProblemError
from traceability.epcis.rest.results import (
    Results,
    add_next,
    answered,
    asked,
    dumped,
    query_document,
    query_of,
    seal,
    unseal,
)
from traceability.epcis.rest.visible import visible_events

TOP = ("capture", "events", "eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints")
RESOURCES = (*TOP, "dispositions", "queries")
_MERGED = re.compile(r"^(https?):/(?=[^/])")
_MOST_DECLARATIONS = 50


@dataclass(frozen=True, slots=True)
class Collection:
    """Things by which events can be found.

    Args:
        column: where they stand on an event; empty for goods.
        written: writes a thing the way it is kept.
    """

    column: str
    written: Callable[[str], str]


COLLECTIONS: Mapping[str, Collection] = {
    "eventTypes": Collection("event_type", str),
    "epcs": Collection("", canonical),
    "bizSteps": Collection("biz_step", word),
    "bizLocations": Collection("biz_location", canonical),
    "readPoints": Collection("read_point", canonical),
    "dispositions": Collection("disposition", word),
}


def show_resources(call: Call) -> HttpResponse:
    """List what there is."""
    return json_answer(call, dumped(list(RESOURCES)))


def list_events(call: Call) -> HttpResponse:
    """Answer a query of an address."""
    return answered(call, query_of(call, asked(call.request)), visible_events(call.key))


def show_event(call: Call, event: str) -> HttpResponse:
    """Show one event, and the declarations that it was wrong."""
    wanted = _unmerged(event)
    rows = visible_events(call.key)
    found = list(rows.filter(event_id=wanted).order_by("pk")[:_MOST_DECLARATIONS])
    if not found and "ver" in call.request.GET:  # an id's own ?ver=CBV2.0, sent unescaped
        wanted = f"{wanted}?ver={call.request.GET['ver']}"
        found = list(rows.filter(event_id=wanted).order_by("pk")[:_MOST_DECLARATIONS])
    if not found:
        raise ProblemError(Kind.NO_SUCH_RESOURCE, "there is no such event")
    return json_answer(call, dumped(query_document(found, Results(), call.epc_format)))


def list_things(call: Call, collection: str) -> HttpResponse:
    """List the things that visible events name."""
    wanted = {name: asked(call.request)[name] for name in call.request.GET}
    query = query_of(call, wanted)
    if query.criteria:
        raise ProblemError(Kind.QUERY_PARAMETER, "a list takes perPage and nextPageToken only")
    found = _things(call, COLLECTIONS[collection], query)
    shown = found[: query.per_page]
    write = formats.writer(call.epc_format, ())
    members: list[Json] = [write(one) if write and ":" in one else one for one in shown]
    body: dict[str, Json] = {
        "@context": [terms.CONTEXT_URI],
        "type": "Collection",
        "member": members,
    }
    response = json_answer(call, dumped(body))
    if len(found) > len(shown):
        add_next(response, call.request, seal(shown[-1]))
    return response


def show_thing(call: Call, collection: str, thing: str) -> HttpResponse:
    """Say what there is about a thing: its events."""
    _check_there(call, COLLECTIONS[collection], thing)
    return json_answer(call, dumped(["events"]))


def list_events_of(call: Call, collection: str, thing: str) -> HttpResponse:
    """Answer a query among the events of a thing."""
    query = query_of(call, asked(call.request))
    which = COLLECTIONS[collection]
    if not query.token:
        _check_there(call, which, thing)
    return answered(call, query, _about(visible_events(call.key), which, thing))


def _things(call: Call, which: Collection, query: Query) -> list[str]:
    rows = visible_events(call.key)
    after = unseal(query.token) if query.token else ""
    if which.column:
        named = rows.exclude(**{which.column: ""}).order_by(which.column)
        later = named.filter(**{f"{which.column}__gt": after})
        words = later.values_list(which.column, flat=True).distinct()
        return list(words[: query.per_page + 1])
    elements = EventElement.objects.filter(uri__gt=after, event__in=rows.order_by())
    uris = elements.order_by("uri").values_list("uri", flat=True).distinct()
    return list(uris[: query.per_page + 1])


def _about(rows: EventQuerySet, which: Collection, thing: str) -> EventQuerySet:
    wanted = which.written(_unmerged(thing))
    if which.column:
        return rows.filter(**{which.column: wanted})
    named = EventElement.objects.filter(uri=wanted).order_by()
    return rows.filter(pk__in=named.values("event_id"))


def _check_there(call: Call, which: Collection, thing: str) -> None:
    if "\x00" in thing or not _about(visible_events(call.key), which, thing).exists():
        raise ProblemError(Kind.NO_SUCH_RESOURCE, "nothing is known of this")


def _unmerged(text: str) -> str:
    """Give an address back the slash that a proxy may have merged."""
    return _MERGED.sub(r"\1://", text.replace("\x00", ""))


root_view = endpoint(GET=Way(show_resources, OPEN))
events_view = endpoint(GET=Way(list_events), POST=Way(create_event, Scope.CAPTURE))
event_view = endpoint(GET=Way(show_event))
things_view = endpoint(GET=Way(list_things))
thing_view = endpoint(GET=Way(show_thing))
thing_events_view = endpoint(GET=Way(list_events_of))
