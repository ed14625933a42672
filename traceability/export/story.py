"""All events that tell of a lot: its own, those of what became it, its cases and pallets."""

from collections.abc import Iterable, Iterator
from itertools import islice

from traceability.epcis.models import ElementRole, Event, EventElement
from traceability.genealogy.queries import backward
from traceability.lots.flow import places_named
from traceability.lots.identity import lot_element, pack_element
from traceability.lots.models import Lot, SerialStatus
from traceability.models import Place

_AT_ONCE = 5000


def events_of_story(lot: Lot) -> list[Event]:
    """Return the lot's whole story, oldest first; events declared wrong are left out."""
    graph = backward([lot_element(lot)])
    found = {event.pk: event for event in Event.objects.filter(pk__in=graph.steps)}
    found |= {event.pk: event for event in lot.events.all()}
    found |= {event.pk: event for event in _packings(lot)}
    valid = (one for one in found.values() if not one.declared_wrong_at)
    return sorted(valid, key=lambda event: (event.event_time, event.pk))


def places_of(events: Iterable[Event]) -> list[Place]:
    """Return the places that events name, in the order of their keys, with party and codes."""
    uris = {uri for event in events for uri in (event.read_point, event.biz_location) if uri}
    found = Place.objects.filter(pk__in=[place.pk for place in places_named(uris).values()])
    return list(found.order_by("pk").select_related("party").prefetch_related("identifiers"))


def _packings(lot: Lot) -> Iterator[Event]:
    """Yield the aggregations of the lot's packs, and of the units they are in."""
    gtin = lot.item.gtin14
    serials = lot.serials.exclude(status=SerialStatus.VOID).only("serial", "code").order_by("pk")
    uris = (pack_element(serial, gtin) for serial in serials.iterator(chunk_size=_AT_ONCE))
    units: dict[str, None] = {}
    for event in _aggregating(uris):
        units[str(event.body.get("parentID", ""))] = None
        yield event
    yield from _aggregating(iter(units))


def _aggregating(uris: Iterator[str]) -> Iterator[Event]:
    while some := list(islice(uris, _AT_ONCE)):
        named = EventElement.objects.filter(role=ElementRole.CHILD, uri__in=some)
        yield from Event.objects.filter(
            pk__in=named.values("event"), event_type="AggregationEvent"
        ).order_by("pk")
