"""From the account to the stall."""

import pytest
from django.test import Client

from tests.factories.base import UserFactory
from tests.factories.catalog import make_seller

pytestmark = pytest.mark.django_db

LINK = 'href="/ban/"'


def test_a_seller_finds_the_way_to_the_stall_and_a_buyer_is_not_shown_one(client: Client) -> None:
    seller, buyer = UserFactory.create(), UserFactory.create()
    make_seller(user=seller)

    client.force_login(seller)
    assert LINK in client.get("/tai-khoan/").content.decode()
    client.force_login(buyer)
    assert LINK not in client.get("/tai-khoan/").content.decode()
