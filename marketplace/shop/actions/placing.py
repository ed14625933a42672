"""Placing an order: it exists, with its goods held, before anyone is asked to pay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.sites.models import Site
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.core.prices import Price

from catalog.actions import hold_stock
from catalog.address.models import Country
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.shop import hooks
from marketplace.shop.actions.telling import tell_placed, tell_to_pack
from marketplace.shop.basket.models import Basket
from marketplace.shop.conf import hold_minutes
from marketplace.shop.core.numbers import show_number
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.errors import (
    BasketBlockedError,
    DeliveryUnknownError,
    EmptyBasketError,
    NoWayToPayError,
    TotalChangedError,
)
from marketplace.shop.order.models import Order, Parcel, ShippingAddress
from marketplace.shop.order.utils import OrderCreator, OrderNumberGenerator
from marketplace.shop.planning import Plan, SellerPart, basket_lines, make_plan, pays_all
from marketplace.shop.queries import current_policies
from marketplace.shop.shipping.methods import PerSellerShipping
from payments.actions import open_charge
from payments.protocol import Provider, providers

if TYPE_CHECKING:
    from marketplace.base.accounts.models import User
    from marketplace.shop.basket.models import Line as BasketLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutData:
    """What a buyer decided on the checkout page.

    Attributes:
        phone: E.164.
        deliveries: seller id → code of the delivery.
        shown_total: the total the buyer saw, in đồng; a different one is refused.
        placement_key: of the form, so that sending it twice places one order.
    """

    phone: str
    full_name: str
    ward_code: str
    ward_name: str
    province_name: str
    street: str
    note: str
    deliveries: Mapping[int, str]
    provider_code: str
    shown_total: int
    placement_key: str
    language: str = "vi"


def place_order(
    *, basket: Basket, checkout: CheckoutData, acting_user: "User | None" = None
) -> Order:
    """Place the order of a basket and return it; the same form sent twice returns the same order.

    Raises:
        EmptyBasketError: nothing is in the basket (any more).
        BasketBlockedError: a line is not for sale.
        OutOfStockError: names each line and what is left.
        TotalChangedError: a price or fee moved since the buyer saw it.
        NoWayToPayError: the way to pay is off, or a seller cannot be paid so.
        DeliveryUnknownError: a seller's delivery does not exist.
    """
    with transaction.atomic():
        locked = _locked(basket)
        # After the lock: of the same form sent twice at once, the second waits here for the first.
        placed = Order.objects.filter(placement_key=checkout.placement_key).first()
        if placed is not None:
            return placed
        lines = _sellable_lines(locked)
        hold_stock(lines=[(line.product_id, line.quantity) for line in lines])
        # Read again under the stock rows' locks: this is the price that is charged.
        plan = make_plan(locked, chosen=checkout.deliveries, today=timezone.localdate(now()))
        provider = _check(plan, checkout)
        order = _write_order(locked, plan, checkout, acting_user)
        parcels = [_write_parcel(order, part, provider, i) for i, part in enumerate(plan.parts, 1)]
        _open_charges(parcels, plan, provider, acting_user)
        locked.submit()
        record("order.placed", acting_user=acting_user, subject=order, total=plan.total)
        tell_placed(order, waits_for_money=provider.waits_for_money)
        hooks.order_placed.send(order)
        if not provider.waits_for_money:
            for parcel in parcels:
                tell_to_pack(parcel)
                hooks.parcel_paid.send(parcel)
    return order


def _locked(basket: Basket) -> Basket:
    """Return the basket as it is now, locked; an empty one when another tab has ordered it.

    A fresh row, because Oscar's basket keeps the lines and prices that it read first.
    """
    rows = Basket.objects.select_for_update().filter(pk=basket.pk, status=Basket.OPEN)
    locked = rows.first() or Basket()
    locked.strategy = basket.strategy
    return locked


def _sellable_lines(basket: Basket) -> list["BasketLine"]:
    """Return the lines, all of them for sale."""
    lines = basket_lines(basket)
    if not lines:
        raise EmptyBasketError
    blocked = [str(line.product.title) for line in lines if not line.product.is_public]
    if blocked:
        raise BasketBlockedError(products=blocked)
    return lines


def _check(plan: Plan, checkout: CheckoutData) -> Provider:
    """Return the provider when all that was chosen still holds."""
    for part in plan.parts:
        if part.delivery is None or part.delivery.code != checkout.deliveries.get(part.seller.pk):
            raise DeliveryUnknownError(seller=part.seller.name)
    if plan.total != checkout.shown_total:
        raise TotalChangedError(shown=checkout.shown_total, total=plan.total)
    for code, provider in providers.active():
        if code == checkout.provider_code and pays_all(provider, plan):
            return provider
    raise NoWayToPayError(provider=checkout.provider_code)


def _write_order(
    basket: Basket, plan: Plan, checkout: CheckoutData, acting_user: "User | None"
) -> Order:
    """Write Oscar's order with its lines through Oscar's own creator."""
    shipping = PerSellerShipping(plan)
    order: Order = OrderCreator().place_order(
        basket=basket,
        total=_price(plan.total),
        shipping_method=shipping,
        shipping_charge=shipping.calculate(basket),
        user=acting_user,
        shipping_address=_address(checkout),
        order_number=OrderNumberGenerator().order_number(),
        site=Site.objects.get_current(),
        placement_key=checkout.placement_key,
        phone=checkout.phone,
        note=checkout.note,
        provider_code=checkout.provider_code,
        policies={policy.kind: policy.pk for policy in current_policies()},
        language=checkout.language,
    )
    return order


def _price(amount: int) -> Price:
    """Cross Oscar's border: whole đồng as its Price, tax included."""
    return Price(
        currency=Money(amount).currency, excl_tax=Decimal(amount), incl_tax=Decimal(amount)
    )


def _address(checkout: CheckoutData) -> ShippingAddress:
    country, _made = Country.objects.get_or_create(
        iso_3166_1_a2="VN",
        defaults={"printable_name": "Việt Nam", "name": "Việt Nam", "is_shipping_country": True},
    )
    address: ShippingAddress = ShippingAddress.objects.create(
        full_name=checkout.full_name,
        first_name=checkout.full_name,
        street=checkout.street,
        line1=checkout.street,
        ward_code=checkout.ward_code,
        ward_name=checkout.ward_name,
        line4=checkout.ward_name,
        province_name=checkout.province_name,
        state=checkout.province_name,
        country=country,
        phone_number=checkout.phone,
        notes=checkout.note,
    )
    return address


def _write_parcel(order: Order, part: SellerPart, provider: Provider, position: int) -> Parcel:
    """Write one seller's parcel and give its lines to it."""
    delivery = part.delivery
    assert delivery is not None  # noqa: S101 - _check made sure
    waits = provider.waits_for_money
    parcel = Parcel.objects.create(
        order=order,
        seller=part.seller,
        position=position,
        state=ParcelState.AWAITING_PAYMENT if waits else ParcelState.TO_PACK,
        delivery_kind=delivery.row.kind,
        delivery_name=delivery.row.name,
        delivery_place=delivery.row.place,
        expected_on=delivery.arrives,
        goods_amount=part.goods,
        delivery_amount=part.delivery_price,
        total_amount=part.total,
    )
    order.lines.filter(partner=part.seller).update(parcel=parcel)
    return parcel


def _open_charges(
    parcels: Sequence[Parcel], plan: Plan, provider: Provider, acting_user: "User | None"
) -> None:
    """Open what each parcel's seller is to be paid.

    Ordered by payee, because opening locks the payee's row: two buyers of the same sellers must
    not wait for each other in a circle.
    """
    paid = [(part.payee, parcel) for part, parcel in zip(plan.parts, parcels, strict=True)]
    hold = timedelta(minutes=hold_minutes()) if provider.waits_for_money else None
    for payee, parcel in sorted(paid, key=lambda pair: pair[0].pk if pair[0] else 0):
        assert payee is not None  # noqa: S101 - pays_all made sure
        open_charge(
            payee=payee,
            amount=Money(parcel.total_amount),
            purpose=parcel.purpose,
            description=_("Order %(number)s") % {"number": show_number(parcel.order.number)},
            expires_at=now() + hold if hold else None,
            acting_user=acting_user,
        )
