"""Reads of the shop: orders by their secrets, a seller's parcels, the policies in force."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from marketplace.kernel.clock import now
from marketplace.shop.core.numbers import OrderNumberError, read_number
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.models import PolicyVersion
from marketplace.shop.order.models import Order, Parcel
from payments.models import Charge

if TYPE_CHECKING:
    from catalog.partner.models import Partner


def current_policies() -> list[PolicyVersion]:
    """Return the newest version in force of every policy."""
    found: dict[str, PolicyVersion] = {}
    today = timezone.localdate(now())
    for policy in PolicyVersion.objects.filter(valid_from__lte=today).order_by("version"):
        found[policy.kind] = policy
    return list(found.values())


def order_by_link(number: str, key: str) -> Order | None:
    """Return the order whose secret link this is."""
    rows = Order.objects.filter(number=number, key=key).select_related("shipping_address")
    found: Order | None = rows.first()
    return found


def order_by_phone(number: str, phone: str) -> Order | None:
    """Return the order with this number (as typed) and this phone (E.164)."""
    try:
        wanted = read_number(number)
    except OrderNumberError:
        return None
    found: Order | None = Order.objects.filter(number=wanted, phone=phone).first()
    return found


def parcels_of_order(order: Order) -> list[Parcel]:
    """Return the parcels with sellers and lines, in a fixed number of queries."""
    return list(
        order.parcels.select_related("seller__place", "order")
        .prefetch_related("lines__product__listing_row")
        .order_by("position")
    )


def charges_of(parcels: Iterable[Parcel]) -> dict[str, Charge]:
    """Return the newest charge of each parcel, by the parcel's purpose, in one query."""
    purposes = [parcel.purpose for parcel in parcels]
    rows = Charge.objects.filter(purpose__in=purposes).select_related("payee").order_by("pk")
    return {charge.purpose: charge for charge in rows}


def parcels_of_seller(seller: "Partner", states: Sequence[str]) -> QuerySet[Parcel]:
    """Return a seller's parcels in these states, the oldest promise first."""
    return (
        Parcel.objects.filter(seller=seller, state__in=states)
        .select_related("order__shipping_address")
        .prefetch_related("lines__product__listing_row")
        .order_by("expected_on", "pk")
    )


def parcel_counts(seller: "Partner") -> dict[str, int]:
    """Return how many of a seller's parcels are to pack and how many wait for money: one query."""
    rows = Parcel.objects.filter(seller=seller).aggregate(
        to_pack=Count("pk", filter=Q(state=ParcelState.TO_PACK)),
        waiting=Count("pk", filter=Q(state=ParcelState.AWAITING_PAYMENT)),
    )
    return {name: int(count) for name, count in rows.items()}
