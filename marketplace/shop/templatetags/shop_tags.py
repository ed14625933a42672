"""Parts of the shop's pages: ``{% load shop_tags %}``."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.listing.cards import Card, card_of
from marketplace.base.words import formats
from marketplace.base.words.templatetags.words_tags import money
from marketplace.kernel.slots import render_slot
from marketplace.shop.core.numbers import show_number
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.planning import DeliveryChoice, Plan, SellerPart, line_total
from marketplace.shop.summaries import OrderSummary

if TYPE_CHECKING:
    from catalog.models import Product
    from catalog.partner.models import Partner
    from marketplace.shop.basket.models import Line as BasketLine
    from marketplace.shop.order.models import Order, Parcel
    from payments.models import Charge

register = template.Library()
Rows = list[tuple[object, object]]

BADGES = {
    ParcelState.AWAITING_PAYMENT: ("gold", "clock"),
    ParcelState.TO_PACK: ("gold", "box"),
    ParcelState.PACKED: ("gold", "box"),
    ParcelState.SHIPPED: ("gold", "truck"),
    ParcelState.RECEIVED: ("ok", "check"),
    ParcelState.CANCELLED: ("", "x"),
}


@register.filter
def order_number(number: str) -> str:
    """Return an order's number as people read it aloud."""
    return show_number(number)


@register.filter
def masked_name(name: str) -> str:
    """Return a name with only its last word: whoever finds the link learns no more."""
    words = name.split()
    return f"… {words[-1]}" if len(words) > 1 else name


@register.simple_tag
def order_fact(order: "Order") -> str:
    """Return "Order 01234-5BC7D"."""
    return _("Order %(number)s") % {"number": show_number(order.number)}


@register.simple_tag
def basket_fact(plan: Plan) -> str:
    """Return "5 items, 2 sellers", or nothing for an empty basket."""
    if not plan.parts:
        return ""
    items = ngettext("%(n)s item", "%(n)s items", plan.items) % {"n": plan.items}
    sellers = ngettext("%(n)s seller", "%(n)s sellers", len(plan.parts)) % {"n": len(plan.parts)}
    return f"{items}, {sellers}"


@register.simple_tag
def line_money(line: "BasketLine") -> SafeString:
    """Return what a basket line costs."""
    return money(line_total(line))


@register.simple_tag
def product_url(product: "Product") -> str:
    """Return the product's page."""
    return product.get_absolute_url()


@register.simple_tag
def seller_url(seller: "Partner") -> str:
    """Return the seller's page."""
    return seller.get_absolute_url()


def _card(product: "Product | None") -> Card | None:
    """Return the product's card; None when it is no longer listed."""
    row = getattr(product, "listing_row", None) if product is not None else None
    return card_of(row) if row is not None else None


@register.inclusion_tag("parts/picture.html")
def product_picture(product: "Product | None") -> Mapping[str, object]:
    """Show the product's picture, small; the empty-photo picture when it has none."""
    card = _card(product)
    return {"image": card.image if card else None}


@register.simple_tag
def product_small(product: "Product | None") -> str:
    """Return pack and unit price in one line."""
    card = _card(product)
    return f"{card.pack} · {card.unit_price}" if card else ""


@register.inclusion_tag("parts/totals.html")
def basket_totals(plan: Plan) -> Mapping[str, object]:
    """Show the sums of a basket."""
    goods = ngettext("Goods, %(n)s item", "Goods, %(n)s items", plan.items) % {"n": plan.items}
    count = len(plan.parts)
    sent = ngettext("Delivery, from %(n)s place", "Delivery, from %(n)s places", count)
    rows: Rows = [(goods, money(plan.goods)), (sent % {"n": count}, money(plan.delivery))]
    return {"rows": rows, "total": (_("Total"), money(plan.total))}


@register.inclusion_tag("parts/totals.html")
def checkout_totals(plan: Plan) -> Mapping[str, object]:
    """Show each seller's goods and delivery, every fee on its own row even when it is nothing."""
    rows: Rows = []
    for part in plan.parts:
        rows += [
            (_seller_items(part), money(part.goods)),
            (_("Delivery"), _fee(part.delivery_price)),
        ]
    rows.append((_("Fee for paying"), money(0)))
    return {"rows": rows, "total": (_("To pay"), money(plan.total))}


def _seller_items(part: SellerPart) -> str:
    items = ngettext("%(n)s item", "%(n)s items", part.items) % {"n": part.items}
    return f"{part.seller.name}, {items}"


def _fee(amount: int) -> object:
    return money(amount) if amount else _("Free")


@register.inclusion_tag("parts/totals.html")
def order_totals(parcels: "Sequence[Parcel]", summary: OrderSummary) -> Mapping[str, object]:
    """Show what an order costs, seller by seller; cancelled parcels cost nothing."""
    rows: Rows = [
        (parcel.seller.name, money(parcel.goods_amount))
        for parcel in parcels
        if parcel.state != ParcelState.CANCELLED
    ]
    rows += [(_("Delivery"), _fee(summary.delivery)), (_("Paid"), money(summary.paid_amount))]
    return {"rows": rows, "total": (_("Total"), money(summary.total))}


@register.inclusion_tag("parts/totals.html")
def parcel_totals(parcel: "Parcel") -> Mapping[str, object]:
    """Show what a seller gets for a parcel."""
    rows: Rows = [
        (pgettext("what the goods cost", "Goods"), money(parcel.goods_amount)),
        (_("Delivery"), money(parcel.delivery_amount)),
    ]
    return {"rows": rows, "total": (_("You get"), money(parcel.total_amount))}


@register.inclusion_tag("parts/choice.html")
def delivery_choice(part: SellerPart, option: DeliveryChoice) -> Mapping[str, object]:
    """Show one way to receive one seller's goods."""
    small = _("arrives %(day)s") % {"day": formats.date(option.arrives)}
    if option.row.place:
        small = f"{option.row.place} · {small}"
    return {
        "kind": "radio",
        "field": f"delivery_{part.seller.pk}",
        "value": option.code,
        "title": option.row.name,
        "small": small,
        "right": _fee(option.price),
        "checked": option.chosen,
    }


@register.simple_tag
def pay_times(plan: Plan) -> str:
    """Say that the money goes to several sellers, so there are several codes to scan."""
    amounts = ", ".join(formats.dong(part.total) for part in plan.parts)
    text = _("The money goes straight to %(n)s sellers, so you pay %(n)s times: %(amounts)s.")
    return text % {"n": len(plan.parts), "amounts": amounts}


@register.inclusion_tag("shop/_badge.html")
def parcel_badge(parcel: "Parcel") -> Mapping[str, object]:
    """Show the badge of a parcel's state: colour, shape and words."""
    css, icon = BADGES[ParcelState(parcel.state)]
    return {"css": css, "icon": icon, "words": parcel.get_state_display()}


@register.inclusion_tag("shop/_timeline.html")
def parcel_timeline(parcel: "Parcel") -> Mapping[str, object]:
    """Show what has happened to a parcel, newest first, and what comes next."""
    rows = [
        ("check", pgettext("parcel", "Received"), parcel.received_at),
        ("truck", _("Left the seller"), parcel.shipped_at),
        ("box", pgettext("parcel", "Packed"), parcel.packed_at),
        ("wallet", _("Money received"), parcel.paid_at),
        ("x", _("Given up"), parcel.cancelled_at),
        ("list", _("Ordered"), parcel.created_at),
    ]
    ended = parcel.received_at or parcel.cancelled_at
    return {
        "rows": [row for row in rows if row[2]],
        "expected": None if ended else parcel.expected_on,
    }


@register.simple_tag
def view_name(code: str) -> str:
    """Return the words of a seller's list of parcels."""
    names = {
        "to-pack": _("To pack"),
        "waiting": _("Waiting for money"),
        "packed": _("On the way"),
        "done": _("Finished"),
    }
    return names.get(code, code)


@register.simple_tag
def parcel_refunds(parcel: "Parcel", charges: "Mapping[str, Charge]") -> SafeString:
    """Return what goes back of a parcel's price; ``charges`` are by purpose, already read."""
    charge = charges.get(parcel.purpose) if charges else None
    return render_slot("charge.refunds", {"charge": charge})
