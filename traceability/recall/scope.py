"""Which lots a doubt touches, who received them in bulk, how long finding that took."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from traceability.epcis.core import elements, fields
from traceability.epcis.models import Event
from traceability.genealogy.core.graph import Graph, KinKind
from traceability.genealogy.queries import backward, events_of, forward
from traceability.gs1 import digital_link
from traceability.gs1.element_string import Element
from traceability.lots.core.codes import LINK_LENGTH
from traceability.lots.identity import link, lot_element, pack_element
from traceability.lots.kinship import lots_named, packs_named
from traceability.lots.models import Lot, Serial
from traceability.lots.queries import amount_words
from traceability.models import Party
from traceability.recall.models import Reach, Way

MOST = 250_000
"""Things of a scope: beyond it the answer says that it is not whole."""

_MOST_MOVES = 2_000
_MOVES = ("shipping", "receiving", "departing", "arriving", "accepting")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who got goods of the scope, as events name him."""

    name: str
    words: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """The lots, each with how it is concerned; ``seconds`` is how long finding them took."""

    lots: Mapping[Lot, Way] = field(default_factory=dict)
    receivers: Sequence[Receiver] = ()
    is_cut: bool = False
    seconds: float = 0.0


def scope_of(starts: Collection[str], reach: str, *, own: Party | None = None) -> Scope:
    """Return what a doubt about ``starts`` (URIs) touches.

    Args:
        starts: lots, packs, boxes or ingredients.
        reach: a value of `Reach`.
        own: the party whose own places are no receivers.
    """
    began = time.perf_counter()
    ways: dict[Lot, Way] = dict.fromkeys(_lots_in(starts), Way.START)
    graphs = [forward(starts, most=MOST)]
    if reach == Reach.FAMILY:
        back = backward(starts, most=MOST)
        sources = _lots_of(back)
        graphs = [back, forward(list(back.things), most=MOST)]
        ways |= {lot: Way.BACKWARD for lot in sources if lot not in ways}
    for graph in graphs:
        ways |= {lot: Way.FORWARD for lot in _lots_of(graph) if lot not in ways}
    receivers = _receivers(graphs[-1], own)
    cut = any(graph.is_cut for graph in graphs)
    return Scope(ways, receivers, cut, time.perf_counter() - began)


def sources_of(starts: Collection[str]) -> list[Lot]:
    """Return the lots among the sources, for who wonders whether to go further."""
    return _lots_of(backward(starts))


def start_uri(typed: str, party: Party | None) -> str:
    """Return the URI of what somebody typed: a link, a code, a lot of the party; empty for none."""
    text = typed.strip()
    if text.startswith(("https://", "http://", "urn:")):
        return _canonical(text)
    lots = Lot.objects.select_related("item").filter(code__iexact=text)
    lot = (lots.filter(item__party=party) if party else lots).first()
    if lot is None and len(text) == LINK_LENGTH:
        lot = Lot.objects.select_related("item").filter(link_code=text.upper()).first()
    if lot is not None:
        return lot_element(lot)
    serial = Serial.objects.select_related("lot__item").filter(code=text.upper()).first()
    if serial is not None:
        return pack_element(serial, serial.lot.item.gtin14)
    digits = "".join(sign for sign in text if sign.isdigit())
    return _canonical(f"https://id.gs1.org/00/{digits}") if len(digits) == 18 else ""  # noqa: PLR2004 -- an SSCC


def _canonical(uri: str) -> str:
    """Return a scanned address as events name the thing: the pack, else the lot."""
    if uri.startswith(link("")):
        return uri
    goods = elements.identity(uri)
    if goods.gtin and goods.serial:
        return elements.pack_uri(goods.gtin, goods.serial)
    if goods.gtin and goods.lot:
        return elements.lot_uri(goods.gtin, goods.lot)
    if goods.sscc:
        return digital_link.build([Element("00", goods.sscc)])
    return "" if "/00/" in uri else uri


def _lots_of(graph: Graph) -> list[Lot]:
    """Return the lots of a graph; packs that their own lot led to need no look-up."""
    known = {one.other for one in graph.implied if one.kind == KinKind.PART}
    return _lots_in([uri for uri in graph.things if uri not in known])


def _lots_in(uris: Collection[str]) -> list[Lot]:
    """Return the lots among things, and those of packs among them; in order of their keys."""
    found = {lot.pk: lot for lot in lots_named(uris).values()}
    packs = [uri for uri in uris if "/21/" in uri or uri.startswith(link(""))]
    found |= {pack.lot_id: pack.lot for pack in packs_named(packs).values()}
    return [found[pk] for pk in sorted(found)]


def _receivers(graph: Graph, own: Party | None) -> list[Receiver]:
    """Return who received goods, by the events that say so; each once, with the first of them."""
    moves = events_of(graph).filter(biz_step__in=_MOVES).select_related("party")[:_MOST_MOVES]
    events = list(moves)
    parties = _parties(events)
    by_step = graph.by_step()
    found: dict[str, Receiver] = {}
    for event in events:
        named = [one for role in ("epc", "child") for one in by_step.get((event.pk, role), [])]
        words = ", ".join(
            amount_words(elements.Quantity(one.uri, one.amount, one.uom)) for one in named[:3]
        )
        for name in _names(event, parties):
            if own is None or name != own.name:
                found.setdefault(name, Receiver(name, words, event.event_time))
    return list(found.values())


def _names(event: Event, parties: Mapping[str, str]) -> list[str]:
    """Return to whom an event says that goods went: by name, by number, or who received them."""
    typed = str(event.body.get(fields.RECEIVER_NAME) or "").strip()
    numbered = [parties.get(uri, uri) for uri in _destinations(event)]
    received = [event.party.name] if event.biz_step in ("receiving", "arriving") else []
    return ([typed] if typed else numbered) or received


def _destinations(event: Event) -> list[str]:
    listed = event.body.get("destinationList")
    return [
        str(entry.get("destination"))
        for entry in (listed if isinstance(listed, list) else [])
        if isinstance(entry, dict) and str(entry.get("type", "")).endswith("owning_party")
    ]


def _parties(events: Sequence[Event]) -> dict[str, str]:
    """Return the names of parties by the URIs of their GLNs."""
    uris = {uri for event in events for uri in _destinations(event)}
    glns = {uri.rsplit("/", 1)[-1]: uri for uri in uris}
    rows = Party.objects.filter(gln__in=glns).values_list("gln", "name")
    return {glns[str(gln)]: name for gln, name in rows}
