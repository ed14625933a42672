"""From field to pack: what went in and came out at every making of a lot, with its words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marketplace.base.words import formats
from traceability.epcis.core import fields
from traceability.epcis.core.build import Json
from traceability.epcis.core.elements import KILOGRAM, Quantity
from traceability.epcis.models import Event
from traceability.genealogy.core import flow as core
from traceability.genealogy.core.drawing import Picture, draw
from traceability.genealogy.core.flow import Balance, Making, Share, Tone
from traceability.genealogy.core.graph import Graph, KinKind, Naming, Role
from traceability.genealogy.queries import backward, events_of
from traceability.lots.identity import lot_element, place_element
from traceability.lots.kinship import lots_named, packs_named
from traceability.lots.models import Lot
from traceability.lots.queries import TONNE, amount_words
from traceability.lots.steps import step_of
from traceability.models import Place

MOST_ROWS = 40

_HARVESTS = frozenset({"harvest", "catch"})


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One line of the table: a making."""

    step: str
    when: datetime
    went_in: str
    came_out: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFlow:
    """What the picture and the table of a lot show."""

    sentence: str
    rows: Sequence[FlowRow]
    more_rows: int
    balance: Balance
    went_in: str
    came_out: str
    gap: str
    tall: Picture | None
    wide: Picture | None
    is_cut: bool
    most: int


@dataclass(slots=True)
class _Story:
    """The makings of a graph, with what is known of the things in them."""

    graph: Graph
    events: Sequence[Event]
    lots: Mapping[str, Lot]
    lot_of_pack: Mapping[str, Lot]
    places: Mapping[str, Place]
    named: Mapping[tuple[int, str], Sequence[Naming]]
    stage: dict[str, str] = field(default_factory=dict)


def flow_of(lot: Lot) -> LotFlow | None:
    """Return what became the lot, or None where nothing is written down."""
    story = _story(backward([lot_element(lot)]))
    told = [(event, making) for event in story.events if (making := _making(story, event))]
    if not told:
        return None
    makings = core.weighed([making for _event, making in told])
    weighed = dict(zip((event.pk for event, _making in told), makings, strict=True))
    rows = [_row(story, event, weighed[event.pk]) for event, _making in told]
    flow = core.flow_of(makings, {lot_element(lot)})
    names = {key: _words(story, node, lot) for key, node in flow.nodes.items()}
    has_weight = len(flow.bands) > 0
    found = core.balance(makings)
    return LotFlow(
        sentence=_sentence(lot, flow, names),
        rows=rows[:MOST_ROWS],
        more_rows=max(len(rows) - MOST_ROWS, 0),
        balance=found,
        went_in=_weight(found.went_in),
        came_out=_weight(found.came_out),
        gap=_weight(abs(found.gap)),
        tall=draw(flow, names, down=True) if has_weight else None,
        wide=draw(flow, names, down=False) if has_weight else None,
        is_cut=story.graph.is_cut,
        most=story.graph.most,
    )


def _story(graph: Graph) -> _Story:
    uris = {edge.uri for edge in graph.edges}
    packs = {uri: pack.lot for uri, pack in packs_named(uris).items()}
    events = list(events_of(graph))
    places = places_named(event.read_point for event in events)
    lots = lots_named(uris) | {lot_element(lot): lot for lot in packs.values()}
    return _Story(graph, events, lots, packs, places, graph.by_step())


def places_named(uris: Iterable[str]) -> dict[str, Place]:
    """Return the places that events name, by URI: by GLN, or by our own id; two queries."""
    asked = {uri for uri in uris if uri}
    own = {uri.removeprefix("urn:uuid:") for uri in asked if uri.startswith("urn:uuid:")}
    glns = {part for uri in asked for part in uri.split("/")[4:5] if part.isdigit()}
    rows = [*Place.objects.filter(uuid__in=own)] if own else []
    rows += [*Place.objects.filter(gln__in=glns)] if glns else []
    found = {place_element(place): place for place in rows}
    return {uri: place for uri, place in found.items() if uri in asked}


def _making(story: _Story, event: Event) -> Making | None:
    """Return what an event made; None for what only moved, tested or stored goods."""
    inputs = _shares(story, event, Role.INPUT)
    outputs = _shares(story, event, Role.OUTPUT)
    if not outputs:
        return _drying(story, event)
    if _grew(event):
        inputs = []
    late = {one.uri: one.other for one in story.graph.implied if one.kind == KinKind.MADE_OF}
    bulk = [late[one.uri] for one in outputs if one.uri in late]
    if bulk:
        inputs = [Share(uri, None) for uri in dict.fromkeys(bulk)]
    return Making(
        key=str(event.pk),
        label=_title(event),
        detail=_place(story, event),
        inputs=[Share(story.stage.get(one.uri, one.uri), one.kilograms) for one in inputs],
        outputs=outputs,
        loss=_decimal(event.body.get(fields.LOSS_KG)) or Decimal(0),
    )


def _grew(event: Event) -> bool:
    """Say whether goods grew: feed and larvae weigh nothing against what is harvested."""
    step = step_of(event)
    return step is not None and step.code in _HARVESTS


def _drying(story: _Story, event: Event) -> Making | None:
    """Return what a dryer did: the same goods, lighter."""
    before = _decimal(event.body.get(fields.AMOUNT_IN_KG))
    named = story.named.get((event.pk, Role.EPC), [])
    after = named[0].amount if len(named) == 1 and named[0].uom == KILOGRAM else None
    if not before or not after or after > before:
        return None
    uri = named[0].uri
    source, story.stage[uri] = story.stage.get(uri, uri), f"{uri}#{event.pk}"
    return Making(
        key=str(event.pk),
        label=_title(event),
        detail=_place(story, event),
        inputs=[Share(source, before)],
        outputs=[Share(story.stage[uri], after)],
        loss=before - after,
    )


def _shares(story: _Story, event: Event, role: Role) -> list[Share]:
    """Return what an event names in a role, by weight; packs count for their lot."""
    sums: dict[str, Decimal | None] = {}
    for edge in story.named.get((event.pk, role), []):
        weighed = _weighed(story, edge)
        if weighed is None:
            continue
        uri, kilograms = weighed
        known = sums.get(uri)
        sums[uri] = kilograms if known is None else known + (kilograms or Decimal(0))
    return [Share(uri, kilograms) for uri, kilograms in sums.items()]


def _weighed(story: _Story, edge: Naming) -> tuple[str, Decimal | None] | None:
    """Return the thing and its kilograms; None for what is counted in another unit."""
    pack = story.lot_of_pack.get(edge.uri)
    if pack is not None:
        return lot_element(pack), _kilograms(pack, Decimal(1))
    lot = story.lots.get(edge.uri)
    if lot is not None and edge.uom != KILOGRAM:
        return edge.uri, _kilograms(lot, edge.amount) if edge.amount is not None else None
    if edge.amount is not None and edge.uom != KILOGRAM:
        return None
    return edge.uri, edge.amount


def _kilograms(lot: Lot, packs: Decimal) -> Decimal:
    return packs * lot.item.net_weight_grams / 1000


def _row(story: _Story, event: Event, making: Making) -> FlowRow:
    return FlowRow(
        step=_title(event),
        when=event.event_time,
        went_in=", ".join(_amount(story, event, share, Role.INPUT) for share in making.inputs),
        came_out=", ".join(_amount(story, event, share, Role.OUTPUT) for share in making.outputs),
        place=_place(story, event),
    )


def _amount(story: _Story, event: Event, share: Share, role: Role) -> str:
    """Return how much as people say it: packs of a lot are counted, the rest is weighed."""
    lot = story.lots.get(share.uri)
    counted = [
        edge.amount
        for edge in story.named.get((event.pk, role), [])
        if lot is not None and edge.uri == share.uri and edge.uom != KILOGRAM and edge.amount
    ]
    if counted:
        return amount_words(Quantity(share.uri, counted[0]))
    if share.kilograms is None:
        return _("not weighed")
    return _weight(share.kilograms)


def _words(story: _Story, node: core.Node, lot: Lot) -> tuple[str, str]:
    """Return the name of a node and what stands below it."""
    amount = _weight(node.kilograms)
    if node.tone == Tone.MISSING:
        return _("Not written"), amount
    if node.key in (core.OTHER_SOURCES, core.OTHER_ENDS):
        return _("%(count)s others") % {"count": node.detail}, amount
    if node.tone == Tone.MAKING:
        name, _blank, day = node.label.rpartition(" ")
        return name or day, f"{day} · {amount}" if name else amount
    if node.tone == Tone.SOURCE and node.label:
        return node.detail or node.label, amount
    return _end_name(story, node, lot), amount


def _end_name(story: _Story, node: core.Node, lot: Lot) -> str:
    """Return the name of an end; what went in elsewhere and is not used up is in store."""
    uri = node.key.partition("#")[0]
    is_rest = any(edge.uri == uri and edge.role == Role.INPUT for edge in story.graph.edges)
    if node.tone == Tone.BESIDE and is_rest:
        return _("In store")
    return thing_name(uri, story.lots, lot)


def thing_name(uri: str, lots: Mapping[str, Lot], own: Lot | None = None) -> str:
    """Return what people call a thing: a lot's pack and code, what is in store, or its number."""
    lot = lots.get(uri)
    if lot is not None:
        return (lot.item.pack_in("vi") or lot.code) if lot == own else lot.code
    if uri.startswith("urn:uuid:"):
        return _("In store")
    return uri.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def _sentence(lot: Lot, flow: core.Flow, names: Mapping[str, tuple[str, str]]) -> str:
    """Return the picture in words."""

    def listed(tones: set[Tone]) -> str:
        parts = [names[key] for key, node in flow.nodes.items() if node.tone in tones]
        return ", ".join(f"{name} {amount}" for name, amount in parts)

    return _("Lot %(lot)s: in %(sources)s; out %(ends)s.") % {
        "lot": lot.code,
        "sources": listed({Tone.SOURCE}) or "–",
        "ends": listed({Tone.MAIN, Tone.BESIDE, Tone.MISSING}) or "–",
    }


def _title(event: Event) -> str:
    step = step_of(event)
    day = date_format(timezone.localtime(event.event_time), "d/m")
    return f"{step.done} {day}" if step else day


def _place(story: _Story, event: Event) -> str:
    place = story.places.get(event.read_point)
    return place.name if place else ""


def _weight(kilograms: Decimal) -> str:
    """Return kilograms as ``6,4 t`` or ``480 kg``."""
    if kilograms >= TONNE:
        tonnes = (kilograms / TONNE).quantize(Decimal("0.1"))
        return _("%(count)s t") % {"count": formats.number(tonnes)}
    return _("%(count)s kg") % {"count": formats.number(kilograms.quantize(Decimal("0.1")))}


def _decimal(value: Json) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float) else None
