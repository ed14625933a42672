"""Which events tell of goods: their own, those of what they were made of, those of their boxes."""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from traceability.epcis.models import ElementRole, Event, EventElement

_EVER = datetime.max.replace(tzinfo=UTC)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Search:
    """A thing, and the span of time in which its events are ours."""

    uri: str
    since: datetime = _NEVER
    until: datetime = _EVER


def story_of(uris: Collection[str]) -> list[Event]:
    """Return the events of the things named by ``uris``, oldest first.

    Backwards through transformations (an ingredient's events count up to the moment it went in),
    sideways into the box they travel in, from packing to unpacking. What was made *of* them later
    is another story.
    """
    found: dict[int, Event] = {}
    waiting = deque(_Search(uri) for uri in uris)
    done: set[_Search] = set()
    while waiting:
        search = waiting.popleft()
        if search in done:
            continue
        done.add(search)
        for row in _rows(search):
            event = row.event
            found[event.pk] = event
            waiting.extend(_further(row))
    return sorted(found.values(), key=lambda event: (event.event_time, event.pk))


def _rows(search: _Search) -> list[EventElement]:
    rows = EventElement.objects.filter(uri=search.uri).exclude(role=ElementRole.INPUT)
    span = (search.since, search.until)
    return list(rows.filter(event__event_time__range=span).select_related("event"))


def _further(row: EventElement) -> Iterable[_Search]:
    event = row.event
    if row.role == ElementRole.OUTPUT:
        inputs = event.elements.filter(role=ElementRole.INPUT).values_list("uri", flat=True)
        return [_Search(uri, until=event.event_time) for uri in inputs]
    if row.role == ElementRole.CHILD and event.body.get("action") == "ADD":
        return [
            _Search(uri, event.event_time, _unpacked(uri, event.event_time))
            for uri in event.elements.filter(role=ElementRole.PARENT).values_list("uri", flat=True)
        ]
    return []


def _unpacked(box: str, packed: datetime) -> datetime:
    """Return when the box was emptied after ``packed``."""
    rows = EventElement.objects.filter(
        uri=box, role=ElementRole.PARENT, event__event_time__gt=packed
    ).select_related("event")
    emptied = [row.event.event_time for row in rows if row.event.body.get("action") == "DELETE"]
    return min(emptied, default=_EVER)
