"""Basket and checkout as a browser without scripts sees them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.actions import change_price, withdraw_product
from catalog.models import Product
from marketplace.shop.basket.models import Line
from marketplace.shop.order.models import Order
from tests.factories.base import WardFactory
from tests.factories.catalog import make_product
from tests.factories.shop import (
    CASH,
    charge_of,
    make_delivery,
    make_goods,
    make_pickup,
    make_stall,
    order_of,
    parcels_of,
    stock_of,
)

pytestmark = pytest.mark.django_db


def put(client: Client, product: Product, packs: int = 1, **more: str) -> str:
    """Put packs into the basket as the product page does; return where that leads."""
    fields = {"product": str(product.pk), "quantity": str(packs), **more}
    return str(client.post("/gio/them/", fields)["Location"])


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def typed(client: Client, **fields: str) -> dict[str, str]:
    """Return the checkout's form as a buyer fills it in."""
    WardFactory.create()
    page = text_of(client, "/dat/")
    known = {
        "phone": "0900 000 011",
        "full_name": "Người mua hàng",
        "ward": "31507",
        "ward_tinh": "92",
        "ward_q": "soc trang",
        "street": "00 đường Mẫu",
        "note": "gọi trước mười phút",
        "provider": "vietqr_transfer",
        "shown_total": hidden(page, "shown_total"),
        "placement_key": hidden(page, "placement_key"),
        "place": "1",
    }
    return {**known, **fields}


def test_the_basket_is_grouped_by_seller_and_names_each_once(client: Client) -> None:
    rice, onion = make_goods(), make_goods("Hành tím", price=40_000)
    put(client, rice, 2)
    put(client, onion, 1)

    page = text_of(client, "/gio/")

    assert page.count("<h2 id=") == page.count('class="panel bk"') == 2
    assert "Nhà Gạo thơm ST25" in page
    assert "Nhà Hành tím" in page
    assert "454.000" in page  # 370.000 + 40.000 + twice 22.000


def test_an_empty_basket_says_so_and_leads_to_the_market(client: Client) -> None:
    assert "Giỏ đang trống" in text_of(client, "/gio/")
    assert client.get("/dat/")["Location"] == "/gio/"


def test_more_than_there_is_is_cut_and_the_buyer_is_told(client: Client) -> None:
    rice = make_goods(stock=4)

    put(client, rice, 9)

    assert Line.objects.get().quantity == 4
    assert "Chỉ còn 4" in text_of(client, "/gio/")


def test_quantities_change_by_number_and_by_step_and_none_takes_the_line_out(
    client: Client,
) -> None:
    put(client, make_goods(stock=5), 1)
    line = Line.objects.get()

    for fields, wanted in (
        ({"quantity": "3"}, 3),
        ({"quantity": "3", "step": "1"}, 4),
        ({"quantity": "4", "step": "-1"}, 3),
        ({"quantity": "không"}, 3),
        ({"quantity": "9"}, 5),
    ):
        client.post(f"/gio/dong/{line.pk}/", fields)
        line.refresh_from_db()
        assert line.quantity == wanted

    client.post(f"/gio/dong/{line.pk}/", {"quantity": "0"})
    assert Line.objects.count() == 0


def test_what_was_taken_out_can_be_put_back(client: Client) -> None:
    rice = make_goods()
    put(client, rice, 3)
    client.post(f"/gio/dong/{Line.objects.get().pk}/bo/")

    page = text_of(client, "/gio/")
    assert "Gạo thơm ST25" in page
    put(client, rice, int(hidden(page, "quantity")))

    assert Line.objects.get().quantity == 3


def test_another_visitors_line_does_not_exist(client: Client) -> None:
    put(client, make_goods(), 1)
    line = Line.objects.get()
    stranger = Client()

    assert stranger.post(f"/gio/dong/{line.pk}/", {"quantity": "9"}).status_code == 404
    assert stranger.post(f"/gio/dong/{line.pk}/bo/").status_code == 404

    line.refresh_from_db()
    assert line.quantity == 1


def test_what_is_no_longer_sold_is_named_and_can_be_taken_out(client: Client) -> None:
    rice = make_goods()
    put(client, rice, 1)
    withdraw_product(product=rice, acting_user=rice.seller.users.get())

    assert "Gạo thơm ST25" in text_of(client, "/gio/")
    client.post(f"/gio/dong/{Line.objects.get().pk}/bo/")

    assert Line.objects.count() == 0


def test_buy_now_goes_straight_to_the_checkout(client: Client) -> None:
    assert put(client, make_goods(), 1, action="buy") == "/dat/"


def test_the_basket_page_asks_the_same_questions_for_one_line_and_for_ten(client: Client) -> None:
    seller = make_stall()
    goods = [make_product(f"Gạo số {number}", seller=seller) for number in range(10)]
    counts = []
    for wanted in (goods[:1], goods):
        visitor = Client()
        for product in wanted:
            put(visitor, product, 1)
        visitor.get("/gio/")
        with CaptureQueriesContext(connection) as asked:
            visitor.get("/gio/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_guest_orders_on_one_page_and_goes_on_to_pay(client: Client) -> None:
    rice, onion = make_goods(), make_goods("Hành tím", price=40_000)
    put(client, rice, 2)
    put(client, onion, 1)

    answer = client.post("/dat/", typed(client))

    order = Order.objects.get()
    assert answer["Location"] == f"/t/{order.number}/"
    assert (order.phone, order.note) == ("+84900000011", "gọi trước mười phút")
    assert order.shipping_address is not None
    assert order.shipping_address.one_line() == (
        "00 đường Mẫu, Phường Sóc Trăng, Thành phố Cần Thơ"
    )
    assert [charge_of(parcel).amount for parcel in parcels_of(order)] == [392_000, 62_000]
    pay_page = text_of(client, f"/t/{order.number}/")
    assert "Người mua hàng" not in pay_page
    assert "00 đường Mẫu" not in pay_page
    assert "Nhà Hành tím" in pay_page


def test_the_form_sent_again_leads_to_the_same_order(client: Client) -> None:
    put(client, make_goods(), 1)
    fields = typed(client)

    first = client.post("/dat/", fields)
    again = client.post("/dat/", fields)

    assert first["Location"] == again["Location"]
    assert Order.objects.count() == 1


def test_errors_keep_what_was_typed_and_stand_at_their_fields(client: Client) -> None:
    put(client, make_goods(), 1)

    answer = client.post("/dat/", typed(client, phone="0900 00", full_name="", street="ấp Mẫu"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="0900 00"' in page
    assert 'value="ấp Mẫu"' in page
    assert 'value="gọi trước mười phút"' in page
    assert re.search(r'name="ward"[^>]*value="31507"[^>]*checked', page)
    assert page.count('aria-invalid="true"') == 2
    assert Order.objects.count() == 0


def test_finding_a_ward_without_scripts_keeps_what_was_typed_and_complains_of_nothing(
    client: Client,
) -> None:
    put(client, make_goods(), 1)
    fields = typed(client, full_name="", ward="", ward_find="1")
    del fields["place"]

    answer = client.post("/dat/", fields)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="0900 000 011"' in page
    assert "Phường Sóc Trăng" in page
    assert 'aria-invalid="true"' not in page


def test_counting_again_shows_the_total_of_the_chosen_delivery(client: Client) -> None:
    rice = make_goods()
    pickup = make_pickup(rice.seller)
    make_delivery(rice.seller, price=30_000)
    put(client, rice, 1)
    fields = typed(client, count="1", **{f"delivery_{rice.seller.pk}": str(pickup.pk)})
    assert fields["shown_total"] == "215000"
    del fields["place"]

    page = client.post("/dat/", fields).content.decode()
    part = client.post("/dat/tong/", fields).content.decode()

    assert hidden(page, "shown_total") == hidden(part, "shown_total") == "185000"
    order = client.post("/dat/", {**fields, "shown_total": "185000", "place": "1"})
    assert order["Location"] == f"/t/{Order.objects.get().number}/"
    assert parcels_of(Order.objects.get())[0].delivery_place == "Chợ Sóc Trăng"


def test_a_total_that_changed_is_shown_before_anything_is_ordered(client: Client) -> None:
    rice = make_goods()
    put(client, rice, 1)
    fields = typed(client)
    change_price(product=rice, price=200_000, acting_user=rice.seller.users.get())

    answer = client.post("/dat/", fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert hidden(page, "shown_total") == "222000"
    assert 'value="Người mua hàng"' in page
    assert Order.objects.count() == 0


def test_goods_sold_meanwhile_cut_the_basket_and_the_buyer_is_told(client: Client) -> None:
    rice = make_goods(stock=3)
    put(client, rice, 3)
    fields = typed(client)
    order_of((rice, 2))

    answer = client.post("/dat/", fields)

    assert answer["Location"] == "/gio/"
    assert Line.objects.filter(basket__status="Open").get().quantity == 1
    assert "Gạo thơm ST25 (1)" in text_of(client, "/gio/")
    assert stock_of(rice) == (3, 2)


def test_cash_is_offered_below_its_limit_only(client: Client) -> None:
    put(client, make_goods("Yến sào", price=2_000_000), 1)

    assert 'value="cod"' not in text_of(client, "/dat/")
    answer = client.post("/dat/", typed(client, provider=CASH))

    assert answer.status_code == 422
    assert Order.objects.count() == 0


def test_a_change_without_a_reload_is_told_inside_what_is_swapped(client: Client) -> None:
    put(client, make_goods(stock=2), 1)
    line = Line.objects.get()

    answer = client.post(f"/gio/dong/{line.pk}/", {"quantity": "5"}, follow=True)

    inside = answer.content.decode().split('id="basket"')[1]
    assert "Chỉ còn 2" in inside


def test_the_ways_to_receive_count_anew_by_themselves_where_scripts_run(client: Client) -> None:
    put(client, make_goods(), 1)

    page = text_of(client, "/dat/")

    assert 'hx-post="/dat/tong/" hx-trigger="change" hx-target="#totals"' in page
