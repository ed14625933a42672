"""Addresses that tell of events: all of them, one of them, and those of a thing or a word."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Collate
from django.http import HttpResponse

from traceability.epcis.core import terms
from traceability.epcis.core.build import Json
from traceability.epcis.core.epc import canonical
from traceability.epcis.core.facts import word
from traceability.epcis.models import Event, EventElement, VisibleQuerySet
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
    bounded,
    dumped,
    query_document,
    query_of,
    seal,
    unseal,
)
from traceability.epcis.rest.visible import views_of

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
    return answered(call, query_of(call, asked(call.request)), views_of(call.key))


def show_event(call: Call, event: str) -> HttpResponse:
    """Show one event, and the declarations that it was wrong."""
    wanted = _unmerged(event)
    found = _named(call, wanted)
    if not found and "ver" in call.request.GET:  # an id's own ?ver=CBV2.0, sent unescaped
        found = _named(call, f"{wanted}?ver={call.request.GET['ver']}".replace("\x00", ""))
    if not found:
        raise ProblemError(Kind.NO_SUCH_RESOURCE, "there is no such event")
    return json_answer(call, dumped(query_document(found, Results(), call.epc_format)))


def _named(call: Call, event_id: str) -> list[Event]:
    found: dict[int, Event] = {}
    for view in views_of(call.key):
        rows = view.filter(event__event_id=event_id).order_by("event").select_related("event")
        found |= {row.event_id: row.event for row in rows[:_MOST_DECLARATIONS]}
    return [found[pk] for pk in sorted(found)]


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
    views = [_about(view, which, thing) for view in views_of(call.key)]
    return answered(call, query, views)


def _things(call: Call, which: Collection, query: Query) -> list[str]:
    after = str(unseal(query.token)) if query.token else ""
    found: set[str] = set()
    with bounded():
        for view in views_of(call.key):
            found |= set(_things_in(view, which, after, query.per_page + 1))
    return sorted(found)[: query.per_page + 1]


def _things_in(view: VisibleQuerySet, which: Collection, after: str, most: int) -> list[str]:
    """Return the next things of a view, sorted byte by byte as Python sorts them, too."""
    column = which.column or "uri"
    seen = view.order_by().values("event_id")
    rows: QuerySet[Any] = EventElement.objects.filter(event__in=seen)
    if which.column:
        rows = view.exclude(**{column: ""})
    text = Collate(column, "C" if connection.vendor == "postgresql" else "BINARY")
    later = rows.annotate(thing=text).filter(thing__gt=after)
    return list(later.order_by("thing").values_list("thing", flat=True).distinct()[:most])


def _about(view: VisibleQuerySet, which: Collection, thing: str) -> VisibleQuerySet:
    wanted = which.written(_unmerged(thing))
    if which.column:
        return view.filter(**{which.column: wanted})
    named = EventElement.objects.filter(uri=wanted).order_by()
    return view.filter(event__in=named.values("event_id"))


def _check_there(call: Call, which: Collection, thing: str) -> None:
    with bounded():
        if not any(_about(view, which, thing).exists() for view in views_of(call.key)):
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
