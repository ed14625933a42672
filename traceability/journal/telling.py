"""Tell lots what was written down: their own events, and those of the crop they grew as."""

from collections.abc import Iterable, Sequence

from traceability.epcis.core import fields as f
from traceability.epcis.models import Event
from traceability.genealogy.queries import forward
from traceability.lots.ancestry import story_of
from traceability.lots.hooks import lot_changed
from traceability.lots.identity import lot_element, place_element, stage_element
from traceability.lots.models import Lot, LotEvent
from traceability.lots.steps import Stage
from traceability.models import Place

MOST = 2_000
"""Things followed from one entry: a crop becomes a few lots, not their packs."""


def tell_lots(events: Sequence[Event], lot: Lot | None, place: Place | None = None) -> None:
    """Tie new events to ``lot`` and to the lots that came of what they are about.

    Each of these lots is told its whole story again, so that what was written down late, or
    before the lot was opened, stands in its diary. Needs a transaction.
    """
    lots = {one.pk: one for one in _descended(events)}
    if lot is not None:
        lots[lot.pk] = lot
        for event in events:
            if not event.is_error_declaration:
                LotEvent.objects.get_or_create(lot=lot, event=event, defaults={"place": place})
    for key in sorted(lots):
        retell(lots[key])
        lot_changed.send(lots[key])


def retell(lot: Lot) -> None:
    """Tie to ``lot`` every event of its story that is not tied to it yet."""
    own = [lot_element(lot), *(stage_element(lot, stage) for stage in (Stage.RAW, Stage.BULK))]
    known = set(lot.event_links.values_list("event_id", flat=True))
    new = [event for event in story_of(own) if event.pk not in known]
    places = _places(lot, new)
    for event in new:
        LotEvent.objects.create(
            lot=lot, event=event, is_inherited=True, place=places.get(event.read_point)
        )


def _descended(events: Iterable[Event]) -> list[Lot]:
    """Return the lots whose story has an event that names what these events are about."""
    uris = {str(one) for event in events for one in _named(event)}
    if not uris:
        return []
    became = forward(uris, most=MOST).things
    found = Lot.objects.filter(event_links__event__elements__uri__in=uris | set(became))
    return list(found.select_related("item__party").distinct())


def _named(event: Event) -> list[object]:
    body = event.body
    listed = [*body.get("quantityList", ()), *body.get("outputQuantityList", ())]
    return [one.get("epcClass") for one in listed] + list(body.get(f.FROM) or ())


def _places(lot: Lot, events: Sequence[Event]) -> dict[str, Place]:
    """Return the places of the lot's party among the read points of ``events``."""
    if not events:
        return {}
    return {place_element(place): place for place in lot.item.party.places.all()}
