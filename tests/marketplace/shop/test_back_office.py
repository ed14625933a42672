"""The shop in the back office: read orders and parcels, keep deliveries, publish policies."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketplace.shop.models import PolicyVersion
from marketplace.shop.shipping.models import SellerDelivery
from tests.factories.base import StaffFactory
from tests.factories.shop import charge_of, make_goods, order_of, parcel_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(StaffFactory.create(phone="+84911111111"))
    return client


def test_orders_are_listed_and_read_without_the_secret_of_their_link(office: Client) -> None:
    order = order_of((make_goods(), 1))

    listed = office.get(reverse("shop_orders:index"))
    read = office.get(reverse("shop_orders:inspect", args=[order.pk]))

    assert order.number in listed.content.decode()
    assert read.status_code == 200
    assert order.key not in listed.content.decode() + read.content.decode()


def test_a_parcel_leads_to_its_charge(office: Client) -> None:
    charge = charge_of(parcel_of(order_of((make_goods(), 1))))

    page = office.get(reverse("shop_parcels:index")).content.decode()

    url = reverse("payments_charges:inspect", args=[charge.pk])
    assert f'<a href="{url}">{charge.memo_code}</a>' in page
    assert office.get(url).status_code == 200


@pytest.mark.parametrize("name", ["shop_orders", "shop_parcels"])
def test_nobody_edits_or_deletes_what_actions_write(office: Client, name: str) -> None:
    order = order_of((make_goods(), 1))
    row = order.pk if name == "shop_orders" else parcel_of(order).pk

    for verb in ("edit", "delete"):
        answer = office.post(reverse(f"{name}:{verb}", args=[row]))
        assert answer.status_code == 302
        assert answer["Location"] == reverse("wagtailadmin_home")


def test_a_delivery_is_kept_here(office: Client) -> None:
    fields = {"kind": "home", "name": "Giao tận nhà", "price": "22000", "days": "2"}

    office.post(reverse("shop_deliveries:add"), {**fields, "active": "on", "position": "0"})

    assert [(row.name, row.price) for row in SellerDelivery.objects.all()] == [
        ("Giao tận nhà", 22_000)
    ]


def test_a_policy_is_published_as_the_next_version_and_never_edited(office: Client) -> None:
    day = timezone.localdate()
    fields = {"kind": "terms", "valid_from": day.isoformat(), "text_vi": "Điều khoản"}

    for _round in range(2):
        office.post(reverse("shop_policies:add"), fields)

    assert list(PolicyVersion.objects.values_list("version", "body")) == [
        (2, {"vi": "Điều khoản"}),
        (1, {"vi": "Điều khoản"}),
    ]
    first = PolicyVersion.objects.get(version=1)
    edit = office.post(reverse("shop_policies:edit", args=[first.pk]), {**fields, "text_vi": "x"})
    assert edit["Location"] == reverse("wagtailadmin_home")
    first.refresh_from_db()
    assert first.body == {"vi": "Điều khoản"}


def test_a_policy_of_yesterday_is_refused_and_what_was_typed_stays(office: Client) -> None:
    day = timezone.localdate() - timedelta(days=1)
    fields = {"kind": "terms", "valid_from": day.isoformat(), "text_vi": "Điều khoản mới"}

    page = office.post(reverse("shop_policies:add"), fields)

    assert PolicyVersion.objects.count() == 0
    assert "Điều khoản mới" in page.content.decode()
