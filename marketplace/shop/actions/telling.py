"""Messages about orders: written in the transaction that makes them true, carried by the worker."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.base.notices.actions import send_notice
from marketplace.base.notices.kinds import NoticeKind, register_kind
from marketplace.base.words.formats import dong
from marketplace.shop.core.numbers import show_number

if TYPE_CHECKING:
    from marketplace.shop.order.models import Order, Parcel

PLACED, PLACED_CASH = "order.placed", "order.placed_cash"
PAID, TO_PACK = "parcel.paid", "parcel.to_pack"

TEXTS = {
    PLACED: _("Order %(number)s, %(total)s. Pay it and follow it here: %(link)s"),
    PLACED_CASH: _("Order %(number)s, %(total)s in cash when it comes. Follow it here: %(link)s"),
    PAID: _("Order %(number)s: %(seller)s has your %(total)s and packs now. See: %(link)s"),
    TO_PACK: _("New order %(number)s to pack, %(total)s. See: %(link)s"),
}


def register_kinds(module: str) -> None:
    """Tell ``notices`` what the shop sends."""
    for code, text in TEXTS.items():
        register_kind(NoticeKind(code=code, text=text), module=module)


def tell_placed(order: "Order", *, waits_for_money: bool) -> None:
    """Send the buyer the number and the secret link of a new order."""
    if not order.phone:
        return
    send_notice(
        to_phone=order.phone,
        kind=PLACED if waits_for_money else PLACED_CASH,
        context={
            "number": show_number(order.number),
            "total": dong(int(order.total_incl_tax)),
            "link": _link(order),
        },
        language=order.language,
    )


def tell_paid(parcel: "Parcel") -> None:
    """Tell the buyer that a seller's money came."""
    if not parcel.order.phone:
        return
    send_notice(
        to_phone=parcel.order.phone,
        kind=PAID,
        context={
            "number": show_number(parcel.order.number),
            "seller": parcel.seller.name,
            "total": dong(parcel.total_amount),
            "link": _link(parcel.order),
        },
        language=parcel.order.language,
    )


def tell_to_pack(parcel: "Parcel") -> None:
    """Tell the seller of a parcel to pack; a seller without a phone sees it on their page."""
    if not parcel.seller.phone:
        return
    send_notice(
        to_phone=parcel.seller.phone,
        kind=TO_PACK,
        context={
            "number": show_number(parcel.order.number),
            "total": dong(parcel.total_amount),
            "link": settings.PUBLIC_ORIGIN + reverse("shop:parcel", args=[parcel.pk]),
        },
    )


def _link(order: "Order") -> str:
    return settings.PUBLIC_ORIGIN + reverse("shop:order", args=[order.number, order.key])
