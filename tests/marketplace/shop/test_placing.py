"""Placing an order: it exists, with its goods held, before anyone pays."""

import dataclasses
from datetime import date

import pytest

from catalog.actions import change_price, withdraw_product
from catalog.errors import OutOfStockError
from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.active import set_active
from marketplace.kernel.models import AuditRow
from marketplace.shop.actions import place_order, publish_policy
from marketplace.shop.basket.models import Basket
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.errors import (
    BasketBlockedError,
    DeliveryUnknownError,
    EmptyBasketError,
    NoWayToPayError,
    TotalChangedError,
)
from marketplace.shop.order.models import Order, Parcel
from payments.models import Charge
from tests.factories.shop import (
    CASH,
    charge_of,
    checkout_of,
    make_basket,
    make_goods,
    make_pickup,
    order_of,
    parcel_of,
    parcels_of,
    stock_of,
)

pytestmark = pytest.mark.django_db


def nothing_happened() -> bool:
    """Say that no order, parcel or charge exists and every basket is still open."""
    rows = Order.objects.count() + Parcel.objects.count() + Charge.objects.count()
    return rows == 0 and not Basket.objects.exclude(status="Open").exists()


def test_an_order_has_one_parcel_and_one_charge_for_each_seller() -> None:
    rice, onion = make_goods(), make_goods("Hành tím", price=40_000)

    order = order_of((rice, 2), (onion, 3))

    parcels = parcels_of(order)
    assert [(p.seller.name, p.goods_amount, p.delivery_amount) for p in parcels] == [
        ("Nhà Gạo thơm ST25", 370_000, 22_000),
        ("Nhà Hành tím", 120_000, 22_000),
    ]
    charges = [charge_of(parcel) for parcel in parcels]
    assert [charge.amount for charge in charges] == [392_000, 142_000]
    assert [charge.payee.name for charge in charges] == ["Nhà Gạo thơm ST25", "Nhà Hành tím"]
    assert all(charge.expires_at is not None for charge in charges)
    assert int(order.total_incl_tax) == 534_000
    assert {p.state for p in parcels} == {ParcelState.AWAITING_PAYMENT}


def test_its_goods_are_held_and_not_yet_gone() -> None:
    rice = make_goods(stock=10)

    order_of((rice, 3))

    assert stock_of(rice) == (10, 3)


def test_a_line_keeps_the_pack_and_price_its_buyer_saw() -> None:
    rice = make_goods()

    order = order_of((rice, 2))
    change_price(product=rice, price=999_000, acting_user=rice.seller.users.get())

    line = order.lines.get()
    assert line.facts == {"pack": "Túi 5 kg", "unit_price": "37.000\xa0₫/kg"}
    assert (line.quantity, int(line.line_price_incl_tax)) == (2, 370_000)
    assert line.parcel == parcel_of(order)


def test_it_keeps_the_versions_of_the_policies_in_force() -> None:
    old = publish_policy(kind="terms", body={"vi": "cũ"}, valid_from=date(2026, 1, 1))
    new = publish_policy(kind="terms", body={"vi": "mới"}, valid_from=date(2026, 2, 1))
    publish_policy(kind="terms", body={"vi": "sau này"}, valid_from=date(2099, 1, 1))

    order = order_of((make_goods(), 1))

    assert (old.version, new.version) == (1, 2)
    assert order.policies == {"terms": new.pk}


def test_the_same_form_sent_twice_is_one_order() -> None:
    basket = make_basket((make_goods(), 1))
    checkout = checkout_of(basket)

    first = place_order(basket=basket, checkout=checkout)
    second = place_order(basket=basket, checkout=checkout)

    assert first.pk == second.pk
    assert (Order.objects.count(), Charge.objects.count()) == (1, 1)


def test_a_second_tab_finds_the_basket_empty_once_it_is_ordered() -> None:
    basket = make_basket((make_goods(), 1))
    other_tab = checkout_of(basket)
    place_order(basket=basket, checkout=checkout_of(basket))

    with pytest.raises(EmptyBasketError):
        place_order(basket=basket, checkout=other_tab)

    assert Order.objects.count() == 1


def test_a_total_that_is_not_the_one_shown_is_refused_and_nothing_changes() -> None:
    rice = make_goods()
    basket = make_basket((rice, 2))
    checkout = dataclasses.replace(checkout_of(basket), shown_total=391_999)

    with pytest.raises(TotalChangedError):
        place_order(basket=basket, checkout=checkout)

    assert nothing_happened()
    assert stock_of(rice) == (10, 0)


def test_a_price_that_changed_meanwhile_is_refused_and_then_taken_as_shown_anew() -> None:
    rice = make_goods()
    basket = make_basket((rice, 1))
    checkout = checkout_of(basket)
    # The page reads Oscar's lines first: what it read must not be what is charged.
    assert [int(line.unit_price_incl_tax) for line in basket.all_lines()] == [185_000]
    change_price(product=rice, price=190_000, acting_user=rice.seller.users.get())

    with pytest.raises(TotalChangedError):
        place_order(basket=basket, checkout=checkout)
    assert nothing_happened()

    order = place_order(basket=basket, checkout=dataclasses.replace(checkout, shown_total=212_000))
    assert charge_of(parcel_of(order)).amount == 212_000
    assert int(order.lines.get().line_price_incl_tax) == 190_000
    assert int(order.total_incl_tax) == 212_000


def test_a_product_withdrawn_meanwhile_blocks_the_order() -> None:
    rice, onion = make_goods(), make_goods("Hành tím")
    basket = make_basket((rice, 1), (onion, 1))
    checkout = checkout_of(basket)
    withdraw_product(product=onion, acting_user=onion.seller.users.get())

    with pytest.raises(BasketBlockedError) as refused:
        place_order(basket=basket, checkout=checkout)

    assert refused.value.details["products"] == ["Hành tím"]
    assert nothing_happened()
    assert (stock_of(rice), stock_of(onion)) == ((10, 0), (10, 0))


def test_a_delivery_of_somebody_else_is_refused() -> None:
    rice, onion = make_goods(), make_goods("Hành tím")
    theirs = make_pickup(onion.seller)
    basket = make_basket((rice, 1))

    with pytest.raises(DeliveryUnknownError):
        place_order(
            basket=basket,
            checkout=checkout_of(basket, deliveries={rice.seller.pk: str(theirs.pk)}),
        )

    assert nothing_happened()


def test_a_way_to_pay_that_is_switched_off_is_refused() -> None:
    basket = make_basket((make_goods(), 1))
    checkout = checkout_of(basket)
    set_active("payments.providers.vietqr_transfer", False)

    with pytest.raises(NoWayToPayError):
        place_order(basket=basket, checkout=checkout)

    assert nothing_happened()


def test_cash_at_the_door_is_refused_from_its_limit_on() -> None:
    dear = make_goods("Yến sào", price=1_978_000)
    basket = make_basket((dear, 1))
    checkout = checkout_of(basket, provider_code=CASH)
    assert checkout.shown_total == 2_000_000

    with pytest.raises(NoWayToPayError):
        place_order(basket=basket, checkout=checkout)

    assert nothing_happened()


def test_cash_at_the_door_is_packed_at_once_and_never_expires() -> None:
    rice = make_goods()

    parcel = parcel_of(order_of((rice, 1), provider_code=CASH))

    assert (parcel.state, parcel.paid_at) == (ParcelState.TO_PACK, None)
    assert charge_of(parcel).expires_at is None
    assert stock_of(rice) == (10, 1)


def test_too_little_stock_names_the_line_and_what_is_left() -> None:
    rice, onion = make_goods(stock=5), make_goods("Hành tím", stock=5)
    basket = make_basket((rice, 5), (onion, 2))
    checkout = checkout_of(basket)
    order_of((rice, 3))

    with pytest.raises(OutOfStockError) as refused:
        place_order(basket=basket, checkout=checkout)

    (line,) = refused.value.lines
    assert (line.name, line.wanted, line.left) == ("Gạo thơm ST25", 5, 2)
    assert (stock_of(rice), stock_of(onion)) == ((5, 3), (5, 0))
    assert Order.objects.count() == 1


def test_an_empty_basket_is_no_order() -> None:
    full = make_basket((make_goods(), 1))

    with pytest.raises(EmptyBasketError):
        place_order(basket=make_basket(), checkout=checkout_of(full))

    assert nothing_happened()


def test_it_is_written_into_the_audit_book_and_its_buyer_is_told() -> None:
    order = order_of((make_goods(), 1))

    assert AuditRow.objects.filter(action="order.placed").count() == 1
    message = NoticeMessage.objects.get(kind="order.placed")
    assert message.to_phone == order.phone
    assert f"/t/{order.number}/{order.key}/" in message.text


def test_a_seller_hears_of_a_cash_order_at_once_and_of_others_when_they_are_paid() -> None:
    rice = make_goods()

    order_of((rice, 1))
    assert not NoticeMessage.objects.filter(kind="parcel.to_pack").exists()

    order_of((rice, 1), provider_code=CASH)
    assert NoticeMessage.objects.get(kind="parcel.to_pack").to_phone == rice.seller.phone
