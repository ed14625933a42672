"""Reads of the glue: the lot a product is sold from now, and the lots of order lines."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from catalog.models import Certificate, Product
from catalog.queries import valid_certificates
from marketplace.kernel.clock import now
from marketplace.modules.lot_allocation.models import LotOffer, ParcelLot, ProductItem
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.order.models import Line, Parcel
from traceability.lots.models import Lot, LotState


def lot_on_sale(product: Product) -> Lot | None:
    """Return the lot whose packs are sold next, or None when the product has none."""
    today = timezone.localdate(now())
    rows = (
        LotOffer.objects.filter(product=product, lot__state=LotState.OPEN, taken__lt=F("offered"))
        .exclude(lot__best_before__lt=today)
        .select_related("lot__item__party")
        .order_by(F("lot__best_before").asc(nulls_last=True), "lot__packed_on", "lot_id")
    )
    offer = rows.first()
    return offer.lot if offer else None


def lots_of_line(line: Line) -> Sequence[ParcelLot]:
    """Return the lots an order line is packed from."""
    rows = ParcelLot.objects.filter(line=line, freed_at=None)
    return list(rows.select_related("lot__item").order_by("lot__best_before", "lot_id"))


def products_for_lot(lot: Lot) -> QuerySet[Product]:
    """Return the products of the lot's own seller that sell its item, or could."""
    free = Q(item_link__isnull=True) | Q(item_link__item=lot.item_id)
    own = Product.objects.filter(seller__party_link__party=lot.item.party_id, state="published")
    return own.filter(free).order_by("title")


def packs_to_offer(lot: Lot) -> int:
    """Return how many packs of the lot are not in the shop yet."""
    offer = LotOffer.objects.filter(lot=lot).first()
    return max(lot.quantity - (offer.offered if offer else 0), 0)


def product_of_lot(lot_id: int) -> Product | None:
    """Return the public product that sells a lot's item now, for who wants to buy it again."""
    links = ProductItem.objects.filter(item__lots=lot_id, product__is_public=True)
    link = links.select_related("product").order_by("pk").first()
    return link.product if link else None


def lots_by_line(parcel: Parcel) -> dict[int, list[ParcelLot]]:
    """Return the lots of each line of a parcel, in one query."""
    rows = ParcelLot.objects.filter(line__parcel=parcel, freed_at=None).select_related("lot__item")
    found: dict[int, list[ParcelLot]] = {}
    for row in rows.order_by("lot__best_before", "lot_id"):
        found.setdefault(row.line_id, []).append(row)
    return found


def packs_chosen(product: Product) -> int:
    """Return how many packs of parcels that are not packed yet have their lot."""
    rows = ParcelLot.objects.filter(
        line__product=product, line__parcel__holds_stock=True, freed_at=None
    )
    return rows.aggregate(packs=Sum("quantity"))["packs"] or 0


def packs_without_lot(line: Line) -> int:
    """Return how many packs of a line that is to be packed no lot covers; 0 where lots are off."""
    parcel = line.parcel
    if parcel is None or parcel.state != ParcelState.TO_PACK:
        return 0
    if not LotOffer.objects.filter(product=line.product_id).exists():
        return 0
    return int(line.quantity) - sum(row.quantity for row in lots_of_line(line))


def products_with_expired_lots() -> list[Product]:
    """Return products of which an expired lot still has packs on offer."""
    today = timezone.localdate(now())
    rows = Product.objects.filter(
        lot_offers__lot__best_before__lt=today, lot_offers__taken__lt=F("lot_offers__offered")
    )
    return list(rows.distinct().order_by("pk"))


def certificates_when_made(lot: Lot) -> Sequence[Certificate]:
    """Return the papers of the lot's product and seller that held on its harvest or packing day."""
    link = ProductItem.objects.filter(item=lot.item_id).select_related("product").first()
    made_on = lot.harvested_on or lot.packed_on
    if link is None or made_on is None:
        return []
    return list(valid_certificates(link.product, on=made_on).order_by("-valid_to", "pk"))
