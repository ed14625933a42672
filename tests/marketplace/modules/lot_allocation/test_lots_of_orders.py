"""Lots in orders: first expired first, given back, taken back. Lots are the stock: one truth."""

from datetime import date, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string

from catalog.models import Product
from marketplace.kernel.outbox.worker import run_due
from marketplace.kernel.slots import render_slot
from marketplace.modules.lot_allocation.actions import (
    allocate_parcel,
    link_item,
    link_party,
    offer_lot,
)
from marketplace.modules.lot_allocation.errors import LotNotOfferableError
from marketplace.modules.lot_allocation.models import LotOffer, ParcelLot
from marketplace.modules.lot_allocation.queries import lot_on_sale, packs_without_lot
from marketplace.modules.lot_allocation.tasks import take_expired_off_sale
from marketplace.shop.actions import mark_packed
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.order.models import Order
from payments.actions import cancel_charge, confirm_by_seller, unmatch
from tests.factories.payments import pay
from tests.factories.shop import charge_of, make_goods, order_of, parcel_of, stock_of
from traceability.lots.actions import LotDraft, lift_recall, open_lot, recall_lot
from traceability.lots.models import Lot

pytestmark = pytest.mark.django_db


def lot_of(
    product: Product, code: str, packs: int, *, best_before: date, offered: int | None = None
) -> Lot:
    """Return an open lot of the product with its packs on sale."""
    draft = LotDraft(code=code, quantity=packs, packed_on=date(2026, 1, 2), best_before=best_before)
    lot = open_lot(item=link_item(product=product), draft=draft)
    offer_lot(lot=lot, product=product, packs=packs if offered is None else offered)
    return lot


@pytest.fixture
def rice() -> Product:
    return make_goods(stock=0)


@pytest.fixture
def later(rice: Product) -> Lot:
    return lot_of(rice, "LATER", 6, best_before=date(2099, 12, 1))


@pytest.fixture
def sooner(rice: Product) -> Lot:
    return lot_of(rice, "SOONER", 4, best_before=date(2099, 6, 1))


def paid(order: Order) -> Order:
    pay(charge_of(parcel_of(order)))
    return order


def lots_of(order: Order) -> dict[str, int]:
    rows = ParcelLot.objects.filter(line__order=order, freed_at=None).select_related("lot")
    return {row.lot.code: row.quantity for row in rows.order_by("lot__best_before")}


def taken() -> dict[str, int]:
    return {row.lot.code: row.taken for row in LotOffer.objects.select_related("lot")}


def test_what_can_be_sold_is_the_sum_of_the_lots(rice: Product, later: Lot, sooner: Lot) -> None:
    assert stock_of(rice) == (10, 0)


def test_an_order_has_its_lots_once_it_is_paid_the_first_to_expire_first(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    order = order_of((rice, 5))
    assert lots_of(order) == {}

    paid(order)

    assert lots_of(order) == {"SOONER": 4, "LATER": 1}
    assert taken() == {"SOONER": 4, "LATER": 1}
    assert stock_of(rice) == (10, 5)


def test_choosing_twice_is_the_same_as_once(rice: Product, later: Lot, sooner: Lot) -> None:
    order = paid(order_of((rice, 5)))

    assert allocate_parcel(parcel=parcel_of(order)) == []

    assert lots_of(order) == {"SOONER": 4, "LATER": 1}


def test_an_undone_payment_gives_the_lots_back_and_keeps_the_goods_held(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    order = order_of((rice, 5))
    charge, member = charge_of(parcel_of(order)), rice.seller.users.get()
    receipt = confirm_by_seller(charge=charge, amount=charge.asked, acting_user=member)
    assert lots_of(order) == {"SOONER": 4, "LATER": 1}

    unmatch(allocation=receipt.allocations.get(), acting_user=member, reason="nhầm")

    assert (lots_of(order), taken()) == ({}, {"SOONER": 0, "LATER": 0})
    assert stock_of(rice) == (10, 5)


def test_an_order_that_is_given_up_gives_its_lots_back(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    order = paid(order_of((rice, 5)))

    cancel_charge(charge=charge_of(parcel_of(order)), reason="buyer called")

    assert (lots_of(order), taken()) == ({}, {"SOONER": 0, "LATER": 0})
    assert stock_of(rice) == (10, 0)


def test_a_recall_moves_unpacked_parcels_to_another_lot_and_the_stock_follows(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    order = paid(order_of((rice, 3)))
    assert lots_of(order) == {"SOONER": 3}

    recall_lot(lot=sooner, reason="mẫu thử không đạt")

    assert lots_of(order) == {"LATER": 3}
    assert stock_of(rice) == (6, 3)
    assert lot_on_sale(rice) == later


def test_a_recall_takes_only_the_recalled_part_of_a_line(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    order = paid(order_of((rice, 5)))
    assert lots_of(order) == {"SOONER": 4, "LATER": 1}

    recall_lot(lot=sooner, reason="mẫu thử không đạt")

    assert lots_of(order) == {"LATER": 5}
    assert stock_of(rice) == (6, 5)


def test_packs_that_no_lot_covers_after_a_recall_are_shown_to_the_seller(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    order = paid(order_of((rice, 8)))

    recall_lot(lot=later, reason="mẫu thử không đạt")

    line = order.lines.get()
    assert lots_of(order) == {"SOONER": 4}
    assert packs_without_lot(line) == 4
    assert "4 gói chưa có lô" in render_slot("seller.parcel.line", {"line": line})
    assert stock_of(rice) == (8, 8)


def test_a_recall_while_unpaid_orders_hold_goods_takes_the_lot_off_sale_all_the_same(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    waiting = order_of((rice, 8))

    recall_lot(lot=later, reason="mẫu thử không đạt")
    assert stock_of(rice) == (8, 8)

    cancel_charge(charge=charge_of(parcel_of(waiting)), reason="buyer called")
    assert stock_of(rice) == (4, 0)


def test_a_packed_parcel_keeps_its_recalled_lot_so_that_its_buyer_can_be_told(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    order = paid(order_of((rice, 3)))
    mark_packed(parcel=parcel_of(order), acting_user=rice.seller.users.get())
    assert stock_of(rice) == (7, 0)

    recall_lot(lot=sooner, reason="mẫu thử không đạt")

    assert lots_of(order) == {"SOONER": 3}
    assert parcel_of(order).state == ParcelState.PACKED
    assert stock_of(rice) == (6, 0)


def test_a_false_alarm_puts_the_lot_back_on_sale(rice: Product, later: Lot, sooner: Lot) -> None:
    recall_lot(lot=sooner, reason="mẫu thử không đạt")
    assert stock_of(rice) == (6, 0)

    lift_recall(lot=sooner, outcome="withdrawn", reason="mẫu thử lại đạt")

    assert stock_of(rice) == (10, 0)
    assert lot_on_sale(rice) == sooner


def test_packs_past_their_date_go_off_sale_with_the_clock(rice: Product, later: Lot) -> None:
    short = lot_of(rice, "SHORT", 5, best_before=date(2098, 1, 10))
    assert stock_of(rice) == (11, 0)
    assert lot_on_sale(rice) == short

    with time_machine.travel(date(2098, 1, 11) + timedelta(days=1)):
        take_expired_off_sale()
        assert lot_on_sale(rice) == later

    assert stock_of(rice) == (6, 0)


def test_a_lot_of_another_product_or_with_too_few_packs_or_recalled_is_not_offered(
    rice: Product, sooner: Lot
) -> None:
    onion = make_goods("Hành tím", stock=0)

    for product, packs in ((onion, 1), (rice, 1), (rice, 0)):
        with pytest.raises(LotNotOfferableError):
            offer_lot(lot=sooner, product=product, packs=packs)
    recall_lot(lot=sooner, reason="mẫu thử không đạt")
    with pytest.raises(LotNotOfferableError):
        offer_lot(lot=sooner, product=rice, packs=1)

    assert (stock_of(onion), stock_of(rice)) == ((0, 0), (0, 0))


def test_a_seller_is_one_party_with_the_sellers_people(rice: Product) -> None:
    party = link_party(seller=rice.seller)

    assert link_party(seller=rice.seller) == party
    assert (party.name, list(party.members.all())) == (
        rice.seller.name,
        list(rice.seller.users.all()),
    )


def test_the_product_page_and_the_order_show_the_lot(
    rice: Product, later: Lot, sooner: Lot
) -> None:
    order = paid(order_of((rice, 5)))
    run_due()

    shown = render_slot("product.origin", {"product": rice})
    line = render_slot("order.line", {"line": order.lines.get()})

    assert "LATER" in shown
    assert "SOONER" in line
    assert "LATER" in line
    assert render_to_string("lot_allocation/order_line.html", {"rows": []}).strip() == ""
