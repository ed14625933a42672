"""An order found by its link or by phone and number; a seller's parcels are their own."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.kernel.slots import render_slot
from marketplace.shop.actions import mark_packed, publish_policy
from marketplace.shop.core.numbers import show_number
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.order.models import Order
from payments.models import Receipt
from tests.factories.catalog import make_person, make_product
from tests.factories.payments import pay
from tests.factories.shop import (
    CASH,
    charge_of,
    make_goods,
    make_stall,
    order_of,
    parcel_of,
    parcels_of,
)

pytestmark = pytest.mark.django_db


def link_of(order: Order) -> str:
    return f"/t/{order.number}/{order.key}/"


def test_the_secret_link_shows_the_order_and_hides_most_of_the_person(client: Client) -> None:
    publish_policy(kind="returns", body={"vi": "Đổi trả"}, valid_from=date(2026, 1, 1))
    order = order_of((make_goods(), 2))

    answer = client.get(link_of(order))

    page = answer.content.decode()
    assert "Gạo thơm ST25" in page
    assert show_number(order.number) in page
    assert "/chinh-sach/returns/1/" in page
    for secret in ("Người mua hàng", "00 đường Mẫu", "0900 000 011", "+84900000011"):
        assert secret not in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_a_wrong_key_or_number_finds_nothing(client: Client) -> None:
    order = order_of((make_goods(), 1))
    other = order_of((make_goods("Hành tím"), 1))

    assert client.get(f"/t/{order.number}/{other.key}/").status_code == 404
    assert client.get(f"/t/{order.number}/x/").status_code == 404
    assert client.post(f"/t/{order.number}/{other.key}/doi/").status_code == 404
    assert client.get("/t/0000000000/").status_code == 404


def test_a_new_link_makes_the_old_one_useless(client: Client) -> None:
    order = order_of((make_goods(), 1))
    old = link_of(order)

    answer = client.post(f"{old}doi/")

    order.refresh_from_db()
    assert answer["Location"] == link_of(order) != old
    assert client.get(old).status_code == 404
    assert client.get(link_of(order)).status_code == 200


def test_an_order_is_found_by_phone_and_number_as_people_type_them(client: Client) -> None:
    order = order_of((make_goods(), 1))

    answer = client.post(
        "/don/", {"phone": "0900 000 011", "number": show_number(order.number).lower()}
    )

    assert answer["Location"] == link_of(order)


def test_a_wrong_phone_and_a_wrong_number_get_the_same_answer(client: Client) -> None:
    order = order_of((make_goods(), 1))

    answers = [
        client.post("/don/", {"phone": phone, "number": number})
        for phone, number in (
            ("0900 000 012", order.number),
            ("0900 000 011", "0123456789"),
            ("0900 000 011", "đơn của tôi"),
        )
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    told = {str(answer.context["form"].non_field_errors()[0]) for answer in answers}
    assert len(told) == 1
    assert 'value="0900 000 012"' in answers[0].content.decode()


def test_looking_up_stops_after_ten_tries_even_with_the_right_number(client: Client) -> None:
    order = order_of((make_goods(), 1))
    for _try in range(10):
        client.post("/don/", {"phone": "0900 000 011", "number": "0123456789"})

    answer = client.post("/don/", {"phone": "0900 000 011", "number": order.number})

    assert answer.status_code == 429


def test_a_policy_is_shown_as_it_is_and_as_it_was(client: Client) -> None:
    publish_policy(kind="terms", body={"vi": "lời cũ"}, valid_from=date(2026, 1, 1))
    publish_policy(kind="terms", body={"vi": "lời mới"}, valid_from=date(2026, 2, 1))

    assert "lời mới" in client.get("/chinh-sach/terms/").content.decode()
    assert "lời cũ" in client.get("/chinh-sach/terms/1/").content.decode()
    assert client.get("/chinh-sach/terms/3/").status_code == 404
    assert client.get("/chinh-sach/nothing/").status_code == 404


def test_the_buyer_says_that_a_parcel_came_and_not_before_it_is_packed(client: Client) -> None:
    rice = make_goods()
    order = order_of((rice, 1), provider_code=CASH)
    parcel = parcel_of(order)
    url = f"{link_of(order)}nhan/{parcel.pk}/"

    assert client.post(url).status_code == 409
    mark_packed(parcel=parcel, acting_user=rice.seller.users.get())
    assert client.post(url)["Location"] == link_of(order)

    assert parcel_of(order).state == ParcelState.RECEIVED


def test_a_parcel_of_another_order_is_not_received_by_this_link(client: Client) -> None:
    mine = order_of((make_goods(), 1))
    theirs = parcel_of(order_of((make_goods("Hành tím"), 1), provider_code=CASH))

    assert client.post(f"{link_of(mine)}nhan/{theirs.pk}/").status_code == 404


def test_a_seller_sees_their_own_lines_of_a_shared_order_and_no_others(client: Client) -> None:
    rice, onion = make_goods(), make_goods("Hành tím")
    order = order_of((rice, 1), (onion, 1), provider_code=CASH)
    mine, theirs = parcels_of(order)
    client.force_login(rice.seller.users.get())

    listed = client.get("/ban/don/").content.decode()
    shown = client.get(f"/ban/don/{mine.pk}/").content.decode()

    assert "Gạo thơm ST25" in listed
    assert "Gạo thơm ST25" in shown
    assert "Hành tím" not in listed + shown
    assert client.get(f"/ban/don/{theirs.pk}/").status_code == 404


def test_a_seller_moves_no_parcel_of_another_seller(client: Client) -> None:
    rice, onion = make_goods(), make_goods("Hành tím")
    theirs = parcel_of(order_of((onion, 1), provider_code=CASH))
    client.force_login(rice.seller.users.get())

    assert client.post(f"/ban/don/{theirs.pk}/buoc/", {"step": "pack"}).status_code == 404

    theirs.refresh_from_db()
    assert theirs.state == ParcelState.TO_PACK


def test_somebody_without_a_stall_has_no_parcels_and_a_stranger_signs_in(client: Client) -> None:
    assert client.get("/ban/don/")["Location"] == "/dang-nhap/?next=/ban/don/"
    client.force_login(make_person())
    assert client.get("/ban/don/").status_code == 404


def test_a_seller_packs_sends_and_hands_over_with_the_cash(client: Client) -> None:
    rice = make_goods()
    order = order_of((rice, 1), provider_code=CASH)
    url = f"/ban/don/{parcel_of(order).pk}/"
    client.force_login(rice.seller.users.get())

    client.post(f"{url}buoc/", {"step": "pack"})
    client.post(f"{url}buoc/", {"step": "ship", "tracking_code": " MAU01 "})
    page = client.get(url).content.decode()
    client.post(f"{url}buoc/", {"step": "hand-over"})

    parcel = parcel_of(order)
    assert parcel.tracking_code == "MAU01"
    assert "Đã giao, đã thu tiền mặt" in page
    assert parcel.state == ParcelState.RECEIVED
    assert parcel.paid_at is not None
    assert Receipt.objects.get().amount == 207_000
    assert client.post(f"{url}buoc/", {"step": "pack"}).status_code == 409
    assert client.post(f"{url}buoc/", {"step": "fly"}).status_code == 404


def test_cash_can_still_be_noted_after_the_buyer_said_that_it_came(client: Client) -> None:
    rice = make_goods()
    order = order_of((rice, 1), provider_code=CASH)
    parcel = parcel_of(order)
    mark_packed(parcel=parcel, acting_user=rice.seller.users.get())
    client.post(f"{link_of(order)}nhan/{parcel.pk}/")
    client.force_login(rice.seller.users.get())

    assert "Đã thu tiền mặt" in client.get(f"/ban/don/{parcel.pk}/").content.decode()
    client.post(f"/ban/don/{parcel.pk}/buoc/", {"step": "cash"})

    assert parcel_of(order).paid_at is not None


def test_the_sellers_home_counts_what_is_to_pack_and_what_waits(client: Client) -> None:
    rice = make_goods(stock=50)
    for _order in range(2):
        order_of((rice, 1))
    for _order in range(3):
        pay(charge_of(parcel_of(order_of((rice, 1)))))

    shown = render_slot("seller.home", {"seller": rice.seller})

    assert '<span class="c hot">3</span>' in shown
    assert '<span class="c">2</span>' in shown


def test_the_order_page_asks_the_same_questions_for_one_line_and_for_ten(client: Client) -> None:
    seller = make_stall()
    products = [make_product(f"Gạo số {number}", seller=seller) for number in range(10)]
    small = order_of((products[0], 1))
    large = order_of(*((product, 1) for product in products))
    counts = []
    for order in (small, small, large):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(link_of(order)).status_code == 200
        counts.append(len(asked))

    assert counts[1] == counts[2]
