"""Answer a query a page at a time: each page goes on behind the last event of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import FloatField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from traceability.epcis.core.facts import moment
from traceability.epcis.models import Event, EventFact, VisibleQuerySet
from traceability.epcis.queries.compile import Narrowed, matching, narrowed, together
from traceability.epcis.queries.core.reading import Query

Place: TypeAlias = list[str | float]
"""Where a page ended, as JSON: the values the events are sorted by, the last one the id."""

_LOW = -1e300
"""Events without the field by which all are sorted count as lowest."""


class TooManyError(ValueError):
    """More events match than the client wants to hear of."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, where they end, and how many may follow (None: all there are).

    ``end`` is None on the last page.
    """

    events: Sequence[Event]
    end: Place | None = None
    left: int | None = None


def page(
    query: Query,
    views: Sequence[VisibleQuerySet],
    after: Place | None = None,
    left: int | None = None,
) -> Page:
    """Return the events of ``views`` that ``query`` asks for, the page behind ``after``.

    The views are asked for numbers only; the events of the page alone are fetched whole. The
    number of reads does not depend on the number of events.

    Args:
        query: what is asked.
        views: the events that the client may see, from several points of view; they may overlap.
        after: where the last page ended; None for the first page.
        left: how many more events may be told; None for the first page.

    Raises:
        TooManyError: more match than ``query.refuse_above``.
    """
    narrow = narrowed(query)
    views = together(narrow, views)
    if query.refuse_above is not None and after is None:
        _refuse(narrow, views, query.refuse_above)
    columns = _columns(query)
    left = query.limit if after is None else left
    size = query.per_page if left is None else min(query.per_page, left)
    found: set[tuple[Any, ...]] = set()
    for view in views:
        rows = ordered(query, narrow, view)
        if after is not None:
            rows = rows.filter(_behind(columns, _typed(columns, after), query.descending))
        found |= set(rows.values_list(*columns)[: size + 1])
    places = sorted(found, reverse=query.descending)
    rest = None if left is None else left - size
    events = _events([place[-1] for place in places[:size]])
    if len(places) <= size or rest == 0:
        return Page(events)
    return Page(events, _end(places[size - 1]), rest)


def ordered(query: Query, narrow: Narrowed, view: VisibleQuerySet) -> VisibleQuerySet:
    """Return those of ``view`` that are asked for, in their order."""
    found = matching(narrow, view)
    columns = _columns(query)
    if columns[0] == "sort_number":
        found = _with_sorting(query.order_by, found)
    sign = "-" if query.descending else ""
    return found.order_by(*(sign + column for column in columns))


def _columns(query: Query) -> list[str]:
    if query.order_by in {"event_time", "record_time"}:
        return [query.order_by, "event_id"]
    return ["sort_number", "sort_text", "event_id"]


def _events(ids: Sequence[int]) -> list[Event]:
    """Return the events with these numbers, in this order."""
    rows = Event.objects.in_bulk(ids) if ids else {}
    return [rows[pk] for pk in ids]


def _refuse(narrow: Narrowed, views: Sequence[VisibleQuerySet], limit: int) -> None:
    """Count no further than needed; the same event in two views is one."""
    ids = [matching(narrow, view).values_list("event", flat=True)[: limit + 1] for view in views]
    counts = [found.count() for found in ids]
    if sum(counts) <= limit:
        return
    if max(counts) > limit or len(set().union(*ids)) > limit:
        raise TooManyError(f"more than {limit} events match")


def _with_sorting(name: str, found: VisibleQuerySet) -> VisibleQuerySet:
    rows = EventFact.objects.filter(event=OuterRef("event"), name=name).order_by("pk")
    number = Coalesce(Subquery(rows.values("number")[:1]), Value(_LOW), output_field=FloatField())
    text = Coalesce(Subquery(rows.values("text")[:1]), Value(""), output_field=TextField())
    return found.annotate(sort_number=number, sort_text=text)


def _behind(columns: Sequence[str], values: Sequence[object], descending: bool) -> Q:
    """Return the condition to stand behind ``values`` in the order of ``columns``."""
    beyond = "lt" if descending else "gt"
    column, value = columns[0], values[0]
    if len(columns) == 1:
        return Q(**{f"{column}__{beyond}": value})
    rest = _behind(columns[1:], values[1:], descending)
    strictly = Q(**{f"{column}__{beyond}": value})
    # The first condition says nothing new, but an index can start from it.
    return Q(**{f"{column}__{beyond}e": value}) & (strictly | Q(**{column: value}) & rest)


def _end(place: Sequence[Any]) -> Place:
    return [one.isoformat() if isinstance(one, datetime) else one for one in place]


def _typed(columns: Sequence[str], place: Place) -> list[object]:
    return [
        moment(str(value)) if column.endswith("_time") else value
        for column, value in zip(columns, place, strict=True)
    ]
