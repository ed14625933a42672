"""The family of a lot: what it was made of, and what became of it, as lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.base.accounts.models import User
from marketplace.base.words import formats
from traceability.epcis.core import elements
from traceability.epcis.core.elements import KILOGRAM, Quantity
from traceability.epcis.models import Event
from traceability.genealogy.core.graph import Direction, Graph, KinKind, Naming, Role
from traceability.genealogy.queries import backward, events_of, forward
from traceability.lots.access import for_members, person
from traceability.lots.flow import thing_name
from traceability.lots.identity import lot_element
from traceability.lots.kinship import lots_named
from traceability.lots.models import Lot
from traceability.lots.queries import amount_words, lots_of
from traceability.lots.steps import step_of

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Relative:
    """One thing of the family, its nearest event and who wrote that down."""

    name: str
    kind: str
    amount: str
    step: str
    when: datetime | None
    party: str
    url: str


@dataclass(frozen=True, slots=True)
class Side:
    """One direction: the things, and how many more there are."""

    relatives: Sequence[Relative]
    packs: int
    more: int
    is_cut: bool
    most: int


@require_safe
@for_members
def family_page(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Show both directions of a lot."""
    start, user = [lot_element(lot)], person(request)
    sides = {
        "sources": _side(backward(start), user),
        "results": _side(forward(start), user),
    }
    return render(request, "lots/family.html", {"lot": lot, "tab": "log", **sides})


def _side(graph: Graph, user: User) -> Side:
    """Return the things of a graph, the nearest first; a lot's own packs are only counted."""
    packs = {one.other for one in graph.implied if one.kind == KinKind.PART}
    passed_over = packs | set(graph.starts) | _carriers(graph)
    uris = [uri for uri in graph.nodes if uri not in passed_over]
    lots = lots_named(uris)
    own = set(lots_of(user).values_list("pk", flat=True)) if lots else set()
    events = {event.pk: event for event in events_of(graph).select_related("party")}
    namings = _nearest(graph)
    shown = [
        _relative(uri, lots.get(uri), own, _told(namings.get(uri), events))
        for uri in uris[:MOST_SHOWN]
    ]
    more = max(len(uris) - MOST_SHOWN, 0)
    return Side(shown, len(packs), more, graph.is_cut, graph.most)


def _carriers(graph: Graph) -> set[str]:
    """Return the boxes that sources travelled in: nothing was made of those."""
    if graph.direction == Direction.FORWARD:
        return set()
    used = {edge.uri for edge in graph.edges if edge.role == Role.INPUT}
    return {edge.uri for edge in graph.edges if edge.role == Role.PARENT} - used


def _nearest(graph: Graph) -> dict[str, Naming]:
    """Return for each thing the edge that tells most of it: how it came about, else any."""
    found: dict[str, Naming] = {}
    for edge in graph.edges:
        if edge.uri not in found or edge.role == Role.OUTPUT:
            found[edge.uri] = edge
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    event: Event | None = None
    amount: Decimal | None = None
    uom: str = ""


def _told(naming: Naming | None, events: dict[int, Event]) -> _Told:
    if naming is None:
        return _Told()
    return _Told(events.get(naming.step), naming.amount, naming.uom)


def _relative(uri: str, lot: Lot | None, own: set[int], told: _Told) -> Relative:
    step = step_of(told.event) if told.event else None
    url = reverse("lots:lot", args=[lot.link_code]) if lot and lot.pk in own else ""
    return Relative(
        name=thing_name(uri, {uri: lot} if lot else {}),
        kind=_kind(uri, lot),
        amount=_amount(uri, lot, told),
        step=str(step.done) if step else "",
        when=told.event.event_time if told.event else None,
        party=told.event.party.name if told.event else "",
        url=url,
    )


def _amount(uri: str, lot: Lot | None, told: _Told) -> str:
    """Return how much as people say it; what is counted and no pack of ours is a bare number."""
    if told.amount is None or told.uom not in ("", KILOGRAM):
        return ""
    if told.uom == "" and lot is None:
        return formats.number(told.amount)
    return amount_words(Quantity(uri, told.amount, told.uom))


def _kind(uri: str, lot: Lot | None) -> str:
    if lot is not None:
        return lot.item.name_in("vi")
    goods = elements.identity(uri)
    if goods.sscc:
        return _("box or pallet")
    if goods.serial:
        return _("one pack")
    return _("goods in bulk")
