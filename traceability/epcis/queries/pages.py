"""Answer a query a page at a time: each page goes on behind the last event of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db.models import FloatField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from traceability.epcis.core.facts import moment
from traceability.epcis.models import Event, EventFact
from traceability.epcis.queries.compile import matching
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
    query: Query, rows: "QuerySet[Event]", after: Place | None = None, left: int | None = None
) -> Page:
    """Return the events of ``rows`` that ``query`` asks for, the page behind ``after``.

    Args:
        query: what is asked.
        rows: the events that the client may see.
        after: where the last page ended; None for the first page.
        left: how many more events may be told; None for the first page.

    Raises:
        TooManyError: more match than ``query.refuse_above``.
    """
    found = matching(query, rows)
    if query.refuse_above is not None and after is None:
        _refuse(found, query.refuse_above)
    columns, found = _ordered(query, found)
    if after is not None:
        found = found.filter(_behind(columns, _typed(columns, after), descending=query.descending))
    left = query.limit if after is None else left
    size = query.per_page if left is None else min(query.per_page, left)
    events = list(found[: size + 1])
    rest = None if left is None else left - size
    if len(events) <= size or rest == 0:
        return Page(events[:size])
    return Page(events[:size], _end(columns, events[size - 1]), rest)


def _refuse(found: "QuerySet[Event]", limit: int) -> None:
    if found[: limit + 1].count() > limit:
        raise TooManyError(f"more than {limit} events match")


def _ordered(query: Query, found: "QuerySet[Event]") -> tuple[list[str], "QuerySet[Event]"]:
    columns = {"id": ["id"], "event_time": ["event_time", "id"]}.get(query.order_by)
    if query.order_by == "record_time":
        columns = ["record_time", "id"]
    if columns is None:
        columns, found = ["sort_number", "sort_text", "id"], _with_sorting(query.order_by, found)
    sign = "-" if query.descending else ""
    return columns, found.order_by(*(sign + column for column in columns))


def _with_sorting(name: str, found: "QuerySet[Event]") -> "QuerySet[Event]":
    rows = EventFact.objects.filter(event=OuterRef("pk"), name=name).order_by("pk")
    number = Coalesce(Subquery(rows.values("number")[:1]), Value(_LOW), output_field=FloatField())
    text = Coalesce(Subquery(rows.values("text")[:1]), Value(""), output_field=TextField())
    return found.annotate(sort_number=number, sort_text=text)


def _behind(columns: Sequence[str], values: Sequence[object], *, descending: bool) -> Q:
    """Return the condition to stand behind ``values`` in the order of ``columns``."""
    beyond = "lt" if descending else "gt"
    column, value = columns[0], values[0]
    if len(columns) == 1:
        return Q(**{f"{column}__{beyond}": value})
    rest = _behind(columns[1:], values[1:], descending=descending)
    strictly = Q(**{f"{column}__{beyond}": value})
    # The first condition says nothing new, but an index can start from it.
    return Q(**{f"{column}__{beyond}e": value}) & (strictly | Q(**{column: value}) & rest)


def _end(columns: Sequence[str], event: Event) -> Place:
    values = [getattr(event, column) for column in columns]
    return [one.isoformat() if isinstance(one, datetime) else one for one in values]


def _typed(columns: Sequence[str], place: Place) -> list[object]:
    return [
        moment(str(value)) if column.endswith("_time") else value
        for column, value in zip(columns, place, strict=True)
    ]
