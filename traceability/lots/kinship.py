"""Which names belong to a lot though no event says so: its packs, and what it was milled to."""

from collections.abc import Collection, Sequence

from django.db.models import Count, Q

from traceability.epcis.core import elements
from traceability.epcis.core.elements import pack_uri
from traceability.epcis.models import EventElement
from traceability.genealogy.core.graph import Direction, Kin, KinKind, Role
from traceability.genealogy.hooks import kin
from traceability.lots.identity import link, lot_element, pack_element, stage_element
from traceability.lots.models import Lot, LotEvent, Serial
from traceability.lots.steps import Stage

_URN = "urn:uuid:"

MOST_NAMED = 2_000
"""Labels up to which all packs of a lot are asked for by name; of more, those in events."""

BATCH = 5_000
"""Names in one question."""


@kin.register
def kin_of_lots(uris: Collection[str], direction: Direction, most: int) -> Sequence[Kin]:
    """Return the packs of lots, the lots of packs, and milling that was written down late."""
    lots = lots_named(uris)
    found = _late_makings(lots, uris, direction)
    if direction == Direction.BACKWARD:
        found += _wholes(uris)
    return [*found, *_packs(lots, most - len(found))]


def lots_named(uris: Collection[str]) -> dict[str, Lot]:
    """Return the lots among the things named, by URI; two queries however many there are."""
    by_gtin = {(goods.gtin, goods.lot): uri for uri, goods in _identities(uris) if goods.lot}
    by_link = {uri.removeprefix(link("")): uri for uri in uris if uri.startswith(link(""))}
    lots = Lot.objects.select_related("item__party")
    found: dict[str, Lot] = {}
    if by_gtin:
        gtins, codes = zip(*by_gtin, strict=True)
        for lot in lots.filter(item__gtin14__in=set(gtins), code__in=set(codes)):
            uri = by_gtin.get((str(lot.item.gtin14), lot.code))
            found |= {uri: lot} if uri else {}
    if by_link:
        rows = lots.filter(link_code__in=by_link, item__gtin14=None)
        found |= {by_link[lot.link_code]: lot for lot in rows}
    return found


def packs_named(uris: Collection[str]) -> dict[str, Serial]:
    """Return the packs among the things named, by URI, with their lots; two queries at most."""
    by_gtin = {(goods.gtin, goods.serial): uri for uri, goods in _identities(uris) if goods.serial}
    by_link = {uri.removeprefix(link("")): uri for uri in uris if uri.startswith(link(""))}
    rows = Serial.objects.select_related("lot__item__party")
    found: dict[str, Serial] = {}
    if by_gtin:
        gtins, serials = zip(*by_gtin, strict=True)
        for row in rows.filter(serial__in=set(serials), lot__item__gtin14__in=set(gtins)):
            uri = by_gtin.get((str(row.lot.item.gtin14), row.serial))
            found |= {uri: row} if uri else {}
    if by_link:
        found |= {by_link[row.code]: row for row in rows.filter(code__in=by_link)}
    return found


def _identities(uris: Collection[str]) -> list[tuple[str, elements.Identity]]:
    return [(uri, elements.identity(uri)) for uri in uris if "/01/" in uri]


def _wholes(uris: Collection[str]) -> list[Kin]:
    return [
        Kin(uri, lot_element(pack.lot), KinKind.WHOLE) for uri, pack in packs_named(uris).items()
    ]


def _packs(lots: dict[str, Lot], most: int) -> list[Kin]:
    """Return the packs of lots; of a lot with many labels only those that some event names."""
    uris = {lot.pk: uri for uri, lot in lots.items()}
    if not uris or most <= 0:
        return []
    counts = Serial.objects.filter(lot__in=uris).values_list("lot_id").annotate(n=Count("pk"))
    big = {pk for pk, count in counts.order_by() if count > MOST_NAMED}
    small = uris.keys() - big
    rows = Serial.objects.filter(lot__in=small).order_by("pk").only("lot_id", "serial", "code")
    by_pk = {lot.pk: lot for lot in lots.values()}
    found = [
        Kin(uris[row.lot_id], pack_element(row, by_pk[row.lot_id].item.gtin14), KinKind.PART)
        for row in rows[:most]
    ]
    for pk in sorted(big):
        found += _told_packs(uris[pk], by_pk[pk], most - len(found))
    return found


def _told_packs(uri: str, lot: Lot, most: int) -> list[Kin]:
    """Return the packs of a lot that events name one by one: a hundred thousand rarely are."""
    if most <= 0:
        return []
    gtin = lot.item.gtin14
    stem = pack_uri(gtin, "0")[:-1] if gtin else link("")
    named = EventElement.objects.filter(uri__startswith=stem).order_by()
    uris = list(named.values_list("uri", flat=True).distinct()[:most])
    name = "serial" if gtin else "code"
    own: set[str] = set()
    for start in range(0, len(uris), BATCH):
        some = {f"{name}__in": [one.removeprefix(stem) for one in uris[start : start + BATCH]]}
        own |= set(Serial.objects.filter(lot=lot, **some).values_list(name, flat=True))
    return [Kin(uri, one, KinKind.PART) for one in uris if one.removeprefix(stem) in own]


def _late_makings(lots: dict[str, Lot], uris: Collection[str], direction: Direction) -> list[Kin]:
    """Return the links between packs and milled goods where packing was written down first.

    The packing then names the paddy as its source. When the milling of that paddy follows, its
    rice has a maker and no taker: it is what the packs were filled from.
    """
    if direction == Direction.BACKWARD:
        bulks = {stage_element(lot, Stage.BULK): uri for uri, lot in lots.items()}
    else:
        bulks = _lots_of_bulk([uri for uri in uris if uri.startswith(_URN)])
    if not bulks:
        return []
    roles = EventElement.objects.filter(uri__in=bulks, event__declared_wrong_at=None)
    named = set(roles.values_list("uri", "role"))
    late = [
        (bulk, packs)
        for bulk, packs in bulks.items()
        if (bulk, Role.OUTPUT) in named and (bulk, Role.INPUT) not in named
    ]
    if direction == Direction.BACKWARD:
        return [Kin(packs, bulk, KinKind.MADE_OF) for bulk, packs in late]
    return [Kin(bulk, packs, KinKind.MADE_INTO) for bulk, packs in late]


def _lots_of_bulk(urns: Collection[str]) -> dict[str, str]:
    """Return the packs of the lots whose milled goods these are."""
    if not urns:
        return {}
    made = Q(event__elements__uri__in=urns, event__elements__role=Role.OUTPUT)
    links = LotEvent.objects.filter(made, is_inherited=False).select_related("lot__item")
    asked = set(urns)
    found = {stage_element(one.lot, Stage.BULK): lot_element(one.lot) for one in links}
    return {bulk: packs for bulk, packs in found.items() if bulk in asked}
