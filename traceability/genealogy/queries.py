"""Genealogy over the index of event elements: a few queries a generation, whatever its size."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import DecimalField, Model, QuerySet, Value

from traceability.epcis.core import fields
from traceability.epcis.models import Event, EventElement, EventFact
from traceability.genealogy import hooks
from traceability.genealogy.core.graph import (
    OBJECT,
    TRANSFORMATION,
    Direction,
    Graph,
    Kin,
    Naming,
    Role,
    Step,
)
from traceability.genealogy.core.walk import MOST, walk

TRANSFORMATION_ID = "transformationID"
"""Name of the `EventFact` that events of one transformation share."""

BATCH = 5_000
"""Names in one question: more would be slow to plan, fewer slow to send."""

_FROM = fields.FROM.partition(":")[2]
_ORIGIN = ("event_id", "role", "text", "amount", "unit")
_PART = ("event_id", "role", "uri", "quantity", "uom")
_STEP = ("event__event_time", "event__event_type", "event__action")

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


def backward(uris: Collection[str], *, most: int = MOST) -> Graph:
    """Return what the things named by ``uris`` (lots, packs, boxes, classes) were made of."""
    return walk(EventSource(), uris, Direction.BACKWARD, most=most)


def forward(uris: Collection[str], *, most: int = MOST) -> Graph:
    """Return what became of the things named by ``uris``: goods made of them, boxes, ways."""
    return walk(EventSource(), uris, Direction.FORWARD, most=most)


def events_of(graph: Graph) -> QuerySet[Event]:
    """Return the events of a graph, oldest first."""
    return Event.objects.filter(pk__in=graph.steps).order_by("event_time", "pk")


class EventSource:
    """The kept events; those declared wrong count for nothing."""

    def namings(self, uris: Collection[str], most: int) -> list[tuple[Naming, Step]]:
        """Return which events name these things: one query."""
        found: list[tuple[Naming, Step]] = []
        for some in _batches(uris):
            rows = _valid(EventElement.objects.filter(uri__in=some)).values_list(*_PART, *_STEP)
            origins = _valid(_origins().filter(text__in=some)).values_list(*_ORIGIN, *_STEP)
            for row in rows.union(origins, all=True)[: most - len(found)]:
                step = Step(row[0], *row[5:])
                found.append((_naming(row, step), step))
            if len(found) >= most:
                break
        return found

    def parts(self, steps: Collection[int], most: int) -> list[Naming]:
        """Return everything these events name, in the order they name it: one query."""
        found: list[Naming] = []
        for some in _batches(steps):
            rows = EventElement.objects.filter(event__in=some).order_by()
            listed = rows.values_list(*_PART, *_STEP, "pk")
            origins = _origins().filter(event__in=some).values_list(*_ORIGIN, *_STEP, "pk")
            both = listed.union(origins, all=True).order_by("pk")
            found += [_naming(row, Step(row[0], *row[5:8])) for row in both[: most - len(found)]]
            if len(found) >= most:
                break
        return found

    def spans(self, steps: Collection[int]) -> Mapping[int, Sequence[Step]]:
        """Return the other events of the transformations of these events: two queries."""
        facts = EventFact.objects.filter(name=TRANSFORMATION_ID).order_by()
        ids = dict(facts.filter(event__in=steps).values_list("event_id", "text"))
        if not ids:
            return {}
        rows = facts.filter(text__in=set(ids.values()), event__declared_wrong_at=None)
        by_id: dict[str, list[Step]] = defaultdict(list)
        for text, pk, time, kind in rows.values_list(
            "text", "event_id", "event__event_time", "event__event_type"
        ):
            if kind == TRANSFORMATION:
                by_id[text].append(Step(pk, time, kind))
        return {pk: [step for step in by_id[text] if step.pk != pk] for pk, text in ids.items()}

    def kin(self, uris: Collection[str], direction: Direction, most: int) -> Sequence[Kin]:
        """Return what the layers above know of these names."""
        answers = hooks.kin.send(uris, direction, most)
        return [one for answer in answers for one in answer]


def _valid(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.filter(event__declared_wrong_at=None).order_by()


def _origins() -> QuerySet[EventFact]:
    """Return what events say goods came from where nothing was transformed: paddy from a crop."""
    facts = EventFact.objects.filter(name=f"ext:{settings.PUBLIC_ORIGIN}/ns/{_FROM}").order_by()
    return facts.annotate(
        role=Value(Role.INPUT.value),
        amount=Value(None, output_field=DecimalField()),
        unit=Value(""),
    )


def _naming(row: tuple[Any, ...], step: Step) -> Naming:
    """Return the edge; an event that adds goods brings them forth, as a transformation does."""
    naming = Naming(*row[:5])
    is_origin = naming.role == Role.EPC and step.kind == OBJECT and step.is_packing
    return replace(naming, role=Role.OUTPUT.value) if is_origin else naming


def _batches(items: Collection[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, BATCH)):
        yield some
