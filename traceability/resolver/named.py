"""What the levels of a Digital Link are here: goods, lots, packs, places, parties, pallets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from traceability.epcis.models import Event, EventElement
from traceability.gs1.digital_link import ParsedLink
from traceability.labels.unit_queries import unit_summary
from traceability.lots.models import Lot, Serial, TradeItem
from traceability.models import Party, Place
from traceability.resolver.core.anchors import Anchor, Level, anchors
from traceability.resolver.models import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A level that is known here.

    Args:
        anchor: the level.
        title: what people call it, in the language in force.
        party: whose it is, as far as that is told.
        page: path of the page for people.
        lot: the lot it is, or belongs to.
    """

    anchor: Anchor
    title: str
    party: Party | None = None
    page: str
    lot: Lot | None = None


def known_levels(link: ParsedLink, language: str) -> list[Named]:
    """Return the levels of ``link`` that are known here, the finest first; empty for a stranger."""
    found = (_named(anchor, language) for anchor in anchors(link))
    return [one for one in found if one is not None]


def kind_of(level: Level) -> str:
    """Return what a level is called."""
    return str(
        {
            Level.ITEM: _("Product"),
            Level.LOT: _("Lot"),
            Level.SERIAL: _("One pack"),
            Level.PLACE: _("Place"),
            Level.PARTY: _("Party"),
            Level.ASSET: _("Crate or asset"),
            Level.UNIT: _("Case or pallet"),
            Level.DOCUMENT: _("Document"),
        }[level]
    )


def _named(anchor: Anchor, language: str) -> Named | None:
    find = _FINDERS.get(anchor.key)
    found = find(anchor, language) if find else None
    return found or _mentioned(anchor)


def _goods(anchor: Anchor, language: str) -> Named | None:
    if anchor.level == Level.SERIAL:
        return _pack(anchor, language)
    if anchor.level == Level.LOT:
        return _lot(anchor, language)
    item = TradeItem.objects.select_related("party").filter(gtin14=anchor.value("01")).first()
    if item is None or anchor.value("22"):
        return None
    page = f"/q{anchor.path}"
    return Named(anchor=anchor, title=item.name_in(language), party=item.party, page=page)


def _lot(anchor: Anchor, language: str) -> Named | None:
    rows = Lot.objects.select_related("item__party").filter(item__gtin14=anchor.value("01"))
    lot = rows.filter(code=anchor.value("10")).first()
    if lot is None:
        return None
    title = f"{lot.item.name_in(language)} {lot.code}"
    return Named(anchor=anchor, title=title, party=lot.party, page=f"/q/{lot.link_code}", lot=lot)


def _pack(anchor: Anchor, language: str) -> Named | None:
    rows = Serial.objects.select_related("lot__item__party")
    rows = rows.filter(lot__item__gtin14=anchor.value("01"), serial=anchor.value("21"))
    if anchor.value("10"):
        rows = rows.filter(lot__code=anchor.value("10"))
    pack = rows.first()
    if pack is None:
        return None
    lot = pack.lot
    title = f"{lot.item.name_in(language)} {lot.code} {pack.number:04}"
    return Named(anchor=anchor, title=title, party=lot.party, page=f"/q/{pack.code}", lot=lot)


def _place(anchor: Anchor, language: str) -> Named | None:
    rows = Place.objects.select_related("party").filter(gln=anchor.value("414"))
    place = rows.filter(gln_extension=anchor.value("254")).first()
    if place is not None:
        return _about(anchor, place.locality or place.name, place.party)
    return None if anchor.value("254") else _party(anchor, language)


def _party(anchor: Anchor, _language: str) -> Named | None:
    party = Party.objects.filter(gln=anchor.elements[0].value).first()
    return _about(anchor, party.name, party) if party else None


def _unit(anchor: Anchor, _language: str) -> Named | None:
    found = unit_summary(anchor.elements[0].value)
    if found is None:
        return None
    title = f"{found.unit.get_kind_display()} {found.unit}"
    return _about(anchor, title, found.unit.party)


_FINDERS: Mapping[str, Callable[[Anchor, str], Named | None]] = {
    "00": _unit,
    "01": _goods,
    "414": _place,
    "415": _party,
    "417": _party,
}


def _mentioned(anchor: Anchor) -> Named | None:
    """Return a level that events or stored links name, though no table of ours is about it."""
    event = first_event(anchor)
    if event is not None:
        return _about(anchor, _title(anchor), event.party)
    link = Link.objects.select_related("party").filter(anchor=anchor.path).first()
    return _about(anchor, _title(anchor), link.party) if link else None


def first_event(anchor: Anchor) -> Event | None:
    """Return the first event that names the level as a thing or as a place."""
    element = (
        EventElement.objects.select_related("event__party").filter(uri=anchor.canonical).first()
    )
    if element is not None:
        return element.event
    if anchor.key != "414":
        return None
    return Event.objects.select_related("party").filter(read_point=anchor.canonical).first()


def _about(anchor: Anchor, title: str, party: Party | None) -> Named:
    return Named(anchor=anchor, title=title, party=party, page=f"/q{anchor.path}")


def _title(anchor: Anchor) -> str:
    return f"{kind_of(anchor.level)} {anchor.elements[0].value}"
