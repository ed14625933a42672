"""What the glue shows on other modules' pages: the lot on sale, the lots of an order line."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from catalog.models import Product
from marketplace.kernel.slots import fill_slot
from marketplace.modules.lot_allocation.forms import OfferForm
from marketplace.modules.lot_allocation.models import ParcelLot
from marketplace.modules.lot_allocation.queries import (
    certificates_when_made,
    lot_on_sale,
    lots_by_line,
    lots_of_line,
    packs_to_offer,
    packs_without_lot,
    product_of_lot,
    products_for_lot,
)
from marketplace.shop.order.models import Line, Parcel
from traceability.lots.models import Lot, LotState
from traceability.lots.queries import lot_summary

KNOWN = "lots_by_line"


@fill_slot("product.origin")
def origin_of_product(context: Mapping[str, object]) -> str:
    """The lot whose packs are sold next, its dates and its route."""
    product = context.get("product")
    lot = lot_on_sale(product) if isinstance(product, Product) else None
    if lot is None:
        return ""
    return render_to_string(
        "lot_allocation/product.html", {"lot": lot, "summary": lot_summary(lot)}
    )


@fill_slot("order.line")
def lots_of_order_line(context: Mapping[str, object]) -> str:
    """The lots a buyer's packs came from, each with a link to its page."""
    line = context.get("line")
    rows = _lots(line, context.get("parcel")) if isinstance(line, Line) else []
    return render_to_string("lot_allocation/order_line.html", {"rows": rows}) if rows else ""


def _lots(line: Line, parcel: object) -> Sequence[ParcelLot]:
    """Return a line's lots; a page that hands its parcel along asks once for all its lines."""
    if not isinstance(parcel, Parcel):
        return lots_of_line(line)
    if KNOWN not in parcel.__dict__:
        parcel.__dict__[KNOWN] = lots_by_line(parcel)
    known: dict[int, list[ParcelLot]] = parcel.__dict__[KNOWN]
    return known.get(line.pk, [])


@fill_slot("seller.parcel.line")
def lots_to_pack(context: Mapping[str, object]) -> str:
    """The lots the seller packs from, the first to expire first, and what no lot covers."""
    line = context.get("line")
    if not isinstance(line, Line):
        return ""
    rows, lacking = _lots(line, context.get("parcel")), packs_without_lot(line)
    if not rows and not lacking:
        return ""
    found = {"rows": rows, "lacking": lacking}
    return render_to_string("lot_allocation/parcel_line.html", found)


@fill_slot("lot.aside")
def offer_on_lot_page(context: Mapping[str, object]) -> str:
    """The form that puts packs of this lot on sale, and what is on sale already."""
    lot, request = context.get("lot"), context.get("request")
    if not isinstance(lot, Lot) or not isinstance(request, HttpRequest):
        return ""
    rest = packs_to_offer(lot)
    sellable = rest and lot.state == LotState.OPEN and products_for_lot(lot).exists()
    form = OfferForm(lot=lot, initial={"packs": rest}) if sellable else None
    told = {"lot": lot, "rest": rest, "form": form, "offer": getattr(lot, "offer", None)}
    return render_to_string("lot_allocation/offer.html", told, request=request)


@fill_slot("origin.actions")
def buy_again(context: Mapping[str, object]) -> str:
    """A link to the product, for whoever has scanned its pack; never on recalled goods."""
    lot_id = context.get("lot_id")
    product = product_of_lot(lot_id) if isinstance(lot_id, int) else None
    if product is None or Lot.objects.filter(pk=str(lot_id), state=LotState.RECALLED).exists():
        return ""
    return render_to_string("lot_allocation/buy_again.html", {"product": product})


@fill_slot("origin.certificates")
def certificates_of_lot(context: Mapping[str, object]) -> str:
    """The papers that held when the lot was made: one that has ended since stays, so marked."""
    lot = context.get("lot")
    papers = certificates_when_made(lot) if isinstance(lot, Lot) else []
    if not papers:
        return ""
    told = {"papers": papers, "today": timezone.localdate()}
    return render_to_string("lot_allocation/certificates.html", told)
