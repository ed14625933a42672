"""Who bought packs of lots: by phone, else by e-mail; several orders of one are one buyer."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When

from marketplace.modules.lot_allocation.models import LotOffer, ParcelLot
from marketplace.shop.core.parcels import ParcelState
from traceability.lots.models import Lot
from traceability.recall.hooks import LotReach, Reach

SENT = (ParcelState.PACKED, ParcelState.SHIPPED, ParcelState.RECEIVED)

_ADDRESS = Case(
    When(~Q(line__order__phone=""), then=F("line__order__phone")),
    When(~Q(line__order__guest_email=""), then=F("line__order__guest_email")),
    When(line__order__user__isnull=False, then=F("line__order__user__email")),
    default=Value(""),
    output_field=CharField(),
)


@dataclass(slots=True)
class Buyer:
    """One address and what it bought: lots by their keys, in order of buying."""

    address: str
    language: str
    packs: int = 0
    lots: dict[int, None] = field(default_factory=dict)
    orders: set[int] = field(default_factory=set)


def rows_of(lots: Collection[int]) -> QuerySet[ParcelLot]:
    """Return what orders got, or still get, from these lots."""
    rows = ParcelLot.objects.filter(lot__in=list(lots), freed_at=None)
    return rows.exclude(line__parcel__state=ParcelState.CANCELLED).order_by()


def buyers_of(rows: QuerySet[ParcelLot]) -> list[Buyer]:
    """Return the buyers of these rows; who left no address is one with an empty one."""
    found: dict[str, Buyer] = {}
    told = rows.order_by("pk").values_list(
        _ADDRESS, "line__order__language", "lot_id", "quantity", "line__order_id"
    )
    for address, language, lot, packs, order in told.iterator(chunk_size=5000):
        buyer = found.setdefault(address or "", Buyer(address or "", language))
        buyer.packs += packs
        buyer.lots[lot] = None
        buyer.orders.add(order)
    return list(found.values())


def orders_without_address(rows: QuerySet[ParcelLot]) -> int:
    """Return how many orders of these rows have neither phone nor e-mail."""
    bare = rows.annotate(address=_ADDRESS).filter(Q(address="") | Q(address=None))
    found: int = bare.aggregate(n=Count("line__order", distinct=True))["n"]
    return found


def reach_of_lots(lots: Sequence[Lot]) -> Reach:
    """Return how far these lots got through the shop: five queries, however many lots."""
    rows = rows_of([lot.pk for lot in lots])
    sold = rows.filter(line__parcel__state__in=SENT).annotate(address=_ADDRESS)
    packs = dict(sold.values_list("lot_id").annotate(n=Sum("quantity")))
    buyers = dict(sold.values_list("lot_id").annotate(n=Count("address", distinct=True)))
    waiting = rows.exclude(line__parcel__state__in=SENT).values_list("lot_id")
    promised = dict(waiting.annotate(n=Sum("quantity")))
    offers = LotOffer.objects.filter(lot__in=lots).values_list("lot_id", "offered", "taken")
    left = {lot: offered - taken for lot, offered, taken in offers}
    whole = sold.exclude(address="").aggregate(n=Count("address", distinct=True))["n"]
    return Reach(
        by_lot={
            lot.pk: LotReach(
                sold=packs.get(lot.pk, 0),
                promised=promised.get(lot.pk, 0),
                on_offer=left.get(lot.pk, 0),
                buyers=buyers.get(lot.pk, 0),
            )
            for lot in lots
        },
        buyers=whole,
        unreachable=orders_without_address(sold),
    )


def words_of(lots: Iterable[Lot], language: str) -> tuple[str, str]:
    """Return the goods and the lot codes of a message, each named once."""
    listed = list(lots)
    goods = dict.fromkeys(lot.item.name_in(language) for lot in listed)
    return ", ".join(goods), ", ".join(lot.code for lot in listed)
