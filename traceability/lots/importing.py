"""Take over an EPCIS document: its events are kept, its lots get their pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from marketplace.kernel.audit import record
from traceability.epcis.actions import capture_events, keep_master_data
from traceability.epcis.actor import Actor
from traceability.epcis.core import document, elements
from traceability.epcis.core.build import EventBody
from traceability.epcis.models import Event
from traceability.errors import InvalidDocumentError
from traceability.lots.ancestry import story_of
from traceability.lots.core.codes import new_code
from traceability.lots.hooks import lot_changed
from traceability.lots.models import LabelRun, Lot, LotEvent, Serial, SerialStatus, TradeItem
from traceability.lots.steps import step_of
from traceability.models import Party, Place

_GROWN = frozenset({"harvest", "catch"})
_LOT_NUMBER = "cbvmda:lotNumber"
_EXPIRES = "cbvmda:itemExpirationDate"
_MADE = frozenset({"output", "epc"})


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Args:
        events: how many events the document has.
        new_events: how many of them were not kept yet.
        lots: the lots whose pages now tell of them.
        unknown_gtins: goods that are no trade item of the party; their events are kept, too.
    """

    events: int
    new_events: int
    lots: Sequence[Lot]
    unknown_gtins: Sequence[str]


@dataclass(slots=True)
class _Found:
    """A lot as the document names it."""

    item: TradeItem
    code: str
    made_at: datetime | None = None
    expires: date | None = None
    kilograms: Decimal = Decimal(0)
    pieces: Decimal = Decimal(0)
    serials: list[str] = field(default_factory=list)


def import_document(
    *, text: str | bytes, party: Party, acting_user: AbstractBaseUser | None = None
) -> Imported:
    """Keep the events of an EPCIS 2.0 document and open the lots of the party's items in it.

    Twice is the same as once. A pack named with its serial counts as on sale: it was commissioned
    by whoever wrote the document. What is declared wrong opens no lot. Master data are kept, too.

    Raises:
        InvalidDocumentError: no EPCIS 2.0 document, an event has faults, or dates are not in order.
        InvalidEventError: an event cannot be, after what is kept already.
    """
    try:
        bodies = document.read(text)
        read = document.load(text)
    except document.DocumentError as error:
        raise InvalidDocumentError(fault=error) from error
    actor = Actor(user=acting_user, party=party)
    with transaction.atomic():
        context = read.root.get("@context")
        keep_master_data(vocabularies=read.vocabularies, party=party, actor=actor, context=context)
        done = capture_events(bodies=bodies, party=party, actor=actor)
        found, unknown = _lots_named(_valid(done.events), party)
        lots = [_open(one, acting_user) for one in found]
        for lot, one in zip(lots, found, strict=True):
            _tell(lot, one)
            lot_changed.send(lot)
    return Imported(len(done.events), sum(done.is_new), lots, unknown)


def _valid(events: Sequence[Event]) -> list[EventBody]:
    """Return the bodies of kept events that were not declared wrong."""
    valid = Event.objects.valid().filter(pk__in=[event.pk for event in events])
    left = set(valid.values_list("pk", flat=True))
    return [event.body for event in events if event.pk in left]


def _lots_named(bodies: Sequence[EventBody], party: Party) -> tuple[list[_Found], list[str]]:
    items = {item.gtin14: item for item in party.items.exclude(gtin14=None)}
    found: dict[tuple[str, str], _Found] = {}
    unknown: dict[str, None] = {}
    for body in bodies:
        for named in document.elements(body):
            goods = elements.identity(named.uri)
            item = items.get(goods.gtin)
            code = goods.lot or _lot_number(body)
            if goods.gtin and item is None:
                unknown[goods.gtin] = None
            if item is None or not code or (goods.serial and named.role not in _MADE):
                continue
            key = (goods.gtin, code)
            _add(found.setdefault(key, _Found(item, code)), body, named, goods.serial)
    return [one for one in found.values() if one.made_at], list(unknown)


def _add(found: _Found, body: EventBody, named: document.Named, serial: str) -> None:
    """Add what one event says of a lot; only the event that made it dates it."""
    made = named.role == "output" or body.get("action") == "ADD"
    if not made or named.role not in _MADE:
        return
    found.made_at = document.event_time(body)
    ilmd = body.get("ilmd")
    expires = ilmd.get(_EXPIRES) if isinstance(ilmd, dict) else None
    found.expires = date.fromisoformat(str(expires)[:10]) if expires else found.expires
    if serial and serial not in found.serials:
        found.serials.append(serial)
    elif named.uom == elements.KILOGRAM:
        found.kilograms += named.quantity or 0
    else:
        found.pieces += named.quantity or 0


def _lot_number(body: EventBody) -> str:
    ilmd = body.get("ilmd")
    return str(ilmd.get(_LOT_NUMBER, "")) if isinstance(ilmd, dict) else ""


def _open(found: _Found, acting_user: AbstractBaseUser | None) -> Lot:
    packed = timezone.localdate(found.made_at)
    if found.expires and found.expires <= packed:
        raise InvalidDocumentError(fault=f"lot {found.code} expires before it is packed")
    lot, is_new = Lot.objects.get_or_create(
        item=found.item,
        code=found.code,
        defaults={
            "quantity": _packs(found),
            "packed_on": packed,
            "best_before": found.expires,
        },
    )
    if is_new:
        record("lot.imported", acting_user=acting_user, subject=lot, code=lot.code)
    _take_serials(lot, found)
    return lot


def _packs(found: _Found) -> int:
    """Return how many packs: named one by one, counted, or the weight in packs."""
    if found.serials or found.pieces:
        return max(len(found.serials), int(found.pieces))
    return int(found.kilograms * 1000) // found.item.net_weight_grams


def _take_serials(lot: Lot, found: _Found) -> None:
    there = set(Serial.objects.filter(lot__item=lot.item).values_list("serial", flat=True))
    new = [serial for serial in found.serials if serial not in there]
    if not new:
        return
    last = lot.label_runs.order_by("-last").values_list("last", flat=True).first() or 0
    run = LabelRun.objects.create(lot=lot, first=last + 1, last=last + len(new), issued=len(new))
    taken = set(Serial.objects.filter(code__in=new).values_list("code", flat=True))
    Serial.objects.bulk_create(
        Serial(
            lot=lot,
            run=run,
            number=number,
            serial=serial,
            code=new_code() if serial in taken else serial,
            status=SerialStatus.ACTIVE,
            activated_at=found.made_at,
        )
        for number, serial in enumerate(new, start=last + 1)
    )


def _tell(lot: Lot, found: _Found) -> None:
    """Tie to the lot every event of its story, and take the harvest day from it."""
    gtin = str(lot.item.gtin14)
    own = {elements.lot_uri(gtin, lot.code)}
    own |= {elements.pack_uri(gtin, serial) for serial in found.serials}
    story = story_of(own)
    places = _places(story)
    for event in story:
        is_own = event.elements.filter(uri__in=own).exists()
        LotEvent.objects.get_or_create(
            lot=lot,
            event=event,
            defaults={"is_inherited": not is_own, "place": places.get(event.read_point)},
        )
    grown = [event.event_time for event in story if _code(event) in _GROWN]
    harvested = timezone.localdate(min(grown)) if grown else None
    if harvested and lot.harvested_on is None and harvested <= (lot.packed_on or harvested):
        lot.harvested_on = harvested
        lot.save(update_fields=["harvested_on"])


def _code(event: Event) -> str:
    step = step_of(event)
    return step.code if step else ""


def _places(story: Sequence[Event]) -> dict[str, Place]:
    """Return the places we know among the read points of ``story``."""
    known = {
        elements.place_uri(place.gln or "", place.gln_extension): place
        for place in Place.objects.exclude(gln=None)
    }
    read_points = {event.read_point for event in story}
    return {uri: place for uri, place in known.items() if uri in read_points}
