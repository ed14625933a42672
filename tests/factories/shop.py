"""Shoppers and their orders for tests, made by the actions that the pages use."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from catalog.models import Product
from catalog.partner.models import Partner
from catalog.partner.strategy import ShopStrategy
from marketplace.shop.actions import (
    CheckoutData,
    add_to_basket,
    link_payee,
    place_order,
)
from marketplace.shop.basket.models import Basket
from marketplace.shop.order.models import Order, Parcel
from marketplace.shop.planning import make_plan
from marketplace.shop.queries import charges_of
from marketplace.shop.shipping.models import HOME, PICKUP, SellerDelivery
from payments.models import Charge
from tests.factories.catalog import make_product, make_seller
from tests.factories.payments import payout_account

PHONE = "+84900000011"
VIETQR, CASH = "vietqr_transfer", "cod"


def make_delivery(
    seller: Partner | None = None, *, price: int = 22_000, free_from: int | None = None
) -> SellerDelivery:
    """Return delivery to the door; without a seller it is everybody's who has none."""
    delivery, _made = SellerDelivery.objects.get_or_create(
        seller=seller,
        kind=HOME,
        defaults={"name": "Giao tận nhà", "price": price, "free_from": free_from, "days": 2},
    )
    return delivery


def make_pickup(seller: Partner) -> SellerDelivery:
    """Return a place to pick up a seller's goods."""
    return SellerDelivery.objects.create(
        seller=seller, kind=PICKUP, name="Tự lấy", place="Chợ Sóc Trăng", days=1, position=1
    )


def make_stall(name: str = "Hợp tác xã Rạch Gò") -> Partner:
    """Return a verified seller who can be paid and whose goods are delivered."""
    seller = make_seller(name)
    payout_account(link_payee(seller=seller))
    make_delivery()
    return seller


def make_goods(name: str = "Gạo thơm ST25", *, price: int = 185_000, stock: int = 10) -> Product:
    """Return a product of a stall of its own."""
    return make_product(name, seller=make_stall(f"Nhà {name}"), price=price, stock=stock)


def make_basket(*lines: tuple[Product, int]) -> Basket:
    """Return an open basket with so many packs of each product."""
    basket = Basket.objects.create()
    basket.strategy = ShopStrategy()
    for product, packs in lines:
        fresh = Product.objects.select_related("seller").get(pk=product.pk)
        add_to_basket(basket=basket, product=fresh, quantity=packs)
    return basket


def checkout_of(basket: Basket, **fields: object) -> CheckoutData:
    """Return what a buyer decides who takes the first choice everywhere."""
    plan = make_plan(basket, chosen={}, today=fixed_today())
    known: dict[str, object] = {
        "phone": PHONE,
        "full_name": "Người mua hàng",
        "ward_code": "31507",
        "ward_name": "Phường Sóc Trăng",
        "province_name": "Thành phố Cần Thơ",
        "street": "00 đường Mẫu",
        "note": "",
        "deliveries": {part.seller.pk: part.delivery.code for part in plan.parts if part.delivery},
        "provider_code": VIETQR,
        "shown_total": plan.total,
        "placement_key": secrets.token_urlsafe(24),
    }
    return CheckoutData(**(known | fields))  # type: ignore[arg-type]


def fixed_today() -> date:
    """Return the day that plans are made for."""
    return timezone.localdate()


def order_of(*lines: tuple[Product, int], **fields: object) -> Order:
    """Return the placed order of these goods."""
    basket = make_basket(*lines)
    return place_order(basket=basket, checkout=checkout_of(basket, **fields))


def parcels_of(order: Order) -> Sequence[Parcel]:
    """Return an order's parcels as they are now."""
    return list(order.parcels.select_related("seller").order_by("position"))


def parcel_of(order: Order) -> Parcel:
    """Return the only parcel of an order."""
    parcel: Parcel = order.parcels.select_related("seller", "order").get()
    return parcel


def charge_of(parcel: Parcel) -> Charge:
    """Return the parcel's charge as it is now."""
    return charges_of([parcel])[parcel.purpose]


def stock_of(product: Product) -> tuple[int, int]:
    """Return how many packs are in stock and how many of them are promised."""
    row = product.stockrecords.get()
    return row.num_in_stock, row.num_allocated or 0
