"""Orders in every state, placed and moved by the same actions as real ones."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from catalog.models import Product
from catalog.partner.strategy import ShopStrategy
from marketplace.base.accounts.models import User
from marketplace.base.places.models import AdminUnit
from marketplace.kernel.clock import now
from marketplace.modules.demo import money
from marketplace.modules.demo.accounts import BUYER
from marketplace.shop.actions import (
    CheckoutData,
    add_to_basket,
    mark_packed,
    mark_received,
    mark_shipped,
    place_order,
)
from marketplace.shop.basket.models import Basket
from marketplace.shop.order.models import Order, Parcel
from marketplace.shop.planning import make_plan
from marketplace.shop.queries import charges_of
from marketplace.shop.services import begin_payment
from payments.actions import cancel_charge
from payments.models import Charge

VIETQR, CASH = "vietqr_transfer", "cod"
WARD = "31507"


def load_orders(products: dict[str, Product], staff: User) -> None:
    """Place one order for each state a buyer or seller can meet."""
    rice, onion = products["gao-st25"], products["hanh-tim-2kg"]
    cake, fruit = products["banh-pia-sau-rieng"], products["buoi-nam-roi"]
    at = now() - timedelta(hours=5)
    _place([(rice, 1)])
    _pay_all(_place([(rice, 2), (onion, 2)]), 100, at)
    _go_on(_pay_all(_place([(cake, 3)]), 110, at), packed=True)
    _go_on(_pay_all(_place([(rice, 4)]), 120, at), packed=True, shipped=True)
    _go_on(_pay_all(_place([(onion, 5)]), 130, at), packed=True, shipped=True, received=True)
    _place([(fruit, 2)], provider=CASH)
    short = _charges(_place([(cake, 2)]))[0]
    money.pay(short, amount=short.amount - 50_000, event=140, at=at)
    excess = _charges(_place([(fruit, 3)]))[0]
    money.pay(excess, amount=excess.amount + 20_000, event=141, at=at)
    given_up = _charges(_place([(cake, 1)]))[0]
    cancel_charge(charge=given_up, reason="demo", acting_user=staff)


def _place(lines: Sequence[tuple[Product, int]], *, provider: str = VIETQR) -> Order:
    """Place an order through a basket, as the checkout page does."""
    basket = Basket.objects.create()
    basket.strategy = ShopStrategy()
    for product, packs in lines:
        fresh = Product.objects.select_related("seller").get(pk=product.pk)
        add_to_basket(basket=basket, product=fresh, quantity=packs)
    plan = make_plan(basket, chosen={}, today=now().date())
    deliveries = {part.seller.pk: part.delivery.code for part in plan.parts if part.delivery}
    ward = AdminUnit.objects.select_related("parent").get(code=WARD)
    checkout = CheckoutData(
        phone=BUYER.phone,
        full_name=BUYER.name,
        ward_code=ward.code,
        ward_name=ward.name,
        province_name=ward.parent.name if ward.parent else "",
        street="00 đường Mẫu",
        note="",
        deliveries=deliveries,
        provider_code=provider,
        shown_total=plan.total,
        placement_key=secrets.token_urlsafe(24),
    )
    order = place_order(basket=basket, checkout=checkout)
    begin_payment(order)
    return order


def _charges(order: Order) -> list[Charge]:
    parcels = order.parcels.order_by("position")
    found = charges_of(parcels)
    return [found[parcel.purpose] for parcel in parcels]


def _pay_all(order: Order, event: int, at: datetime) -> Order:
    for offset, charge in enumerate(_charges(order)):
        money.pay(charge, event=event + offset, at=at)
    return order


def _go_on(
    order: Order, *, packed: bool = False, shipped: bool = False, received: bool = False
) -> None:
    for parcel in Parcel.objects.filter(order=order):
        member = parcel.seller.users.get()
        if packed:
            mark_packed(parcel=parcel, acting_user=member)
        if shipped:
            mark_shipped(parcel=parcel, tracking_code="MAU00000002", acting_user=member)
        if received:
            mark_received(parcel=parcel)
