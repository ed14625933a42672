"""Reads of the glue: the lot a product is sold from now, and the lots of order lines."""

from collections.abc import Sequence

from django.db.models import F

from catalog.models import Product
from marketplace.kernel.clock import now
from marketplace.modules.lot_allocation.models import LotOffer, ParcelLot
from marketplace.shop.order.models import Line
from traceability.lots.models import Lot, LotState


def lot_on_sale(product: Product) -> Lot | None:
    """Return the lot whose packs are sold next, or None when the product has none."""
    today = now().date()
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
