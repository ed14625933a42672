"""The pages about refunds: the seller's, the buyer's, the staff's."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.base.accounts.models import User
from marketplace.kernel.money import Money
from marketplace.kernel.outbox.worker import run_due
from payments.models import Charge, Payee
from payments.refunds.actions import request_refund
from payments.refunds.models import Refund
from tests.factories import payments as make
from tests.factories import refunds as refunds_make
from tests.factories.refunds import BenchWallet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    translation.activate("en")


@pytest.fixture
def seller() -> User:
    return make.person()


@pytest.fixture
def owner(seller: User) -> Payee:
    return make.payee(seller)


@pytest.fixture
def stall(client: Client, seller: User) -> Client:
    client.cookies["django_language"] = "en"
    client.force_login(seller)
    return client


@pytest.fixture
def desk(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    client.force_login(make.person(superuser=True))
    return client


def paid(owner: Payee, amount: int = 203_000) -> Charge:
    charge = make.charge(owner, amount)
    make.pay(charge)
    charge.refresh_from_db()
    return charge


def asked(charge: Charge, seller: User, amount: int = 53_000) -> Refund:
    return request_refund(
        charge=charge, amount=Money(amount), reason="Một túi bị rách", acting_user=seller
    )


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_seller_gives_part_back_and_proves_it(stall: Client, owner: Payee) -> None:
    charge = paid(owner)
    ask = f"/ban/tien/{charge.public_id}/hoan/"
    assert ask in text(stall, "/ban/tien/")
    assert 'value="203,000"' in text(stall, ask)

    key = uuid4()
    typed = {"amount": "53.000", "reason": "Một túi bị rách", "key": str(key)}
    first = stall.post(ask, typed)
    again = stall.post(ask, typed)

    refund = Refund.objects.get()
    page = f"/ban/tien/hoan/{refund.public_id}/"
    assert (first["Location"], again["Location"]) == (page, page)
    assert page in text(stall, "/ban/tien/")
    assert "Một túi bị rách" in text(stall, page)
    assert stall.post(page, {"reference": ""}).status_code == 422
    assert stall.post(page, {"reference": "FT 9"})["Location"] == "/ban/tien/"
    assert "FT 9" in text(stall, page)
    charge.refresh_from_db()
    assert (charge.returned, charge.refunding) == (53_000, 0)


def test_what_was_typed_stays_and_the_error_stands_beside_it(stall: Client, owner: Payee) -> None:
    charge = paid(owner)

    response = stall.post(
        f"/ban/tien/{charge.public_id}/hoan/", {"amount": "300.000", "reason": "Rách"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="300.000"' in page
    assert 'value="Rách"' in page
    assert "At most" in page
    assert not Refund.objects.exists()


def test_a_mistake_is_taken_back(stall: Client, owner: Payee, seller: User) -> None:
    charge = paid(owner)
    refund = asked(charge, seller)

    stall.post(f"/ban/tien/hoan/{refund.public_id}/rut/")

    charge.refresh_from_db()
    assert (charge.waived, charge.refunding) == (0, 0)
    assert "Taken back" in text(stall, f"/ban/tien/hoan/{refund.public_id}/")


def test_strangers_find_nothing(client: Client, owner: Payee, seller: User) -> None:
    charge = paid(owner)
    refund = asked(charge, seller)
    addresses = [
        f"/ban/tien/{charge.public_id}/hoan/",
        f"/ban/tien/hoan/{refund.public_id}/",
    ]
    assert [client.get(url).status_code for url in addresses] == [302, 302]

    client.force_login(make.person())

    assert [client.get(url).status_code for url in addresses] == [404, 404]
    assert client.post(f"/ban/tien/hoan/{refund.public_id}/rut/").status_code == 404
    assert client.get("/quan-tri/hoan-tien/").status_code in {302, 403}


def test_the_buyer_sees_what_goes_back(client: Client, owner: Payee, seller: User) -> None:
    client.cookies["django_language"] = "en"
    charge = paid(owner)
    asked(charge, seller)

    page = text(client, f"/tra/{charge.public_id}/")

    assert "goes back to you" in page
    assert "To be sent" in page
    assert "Một túi bị rách" in page
    assert "150,000" in page


def test_a_gateways_refund_asks_the_seller_for_nothing(
    stall: Client, owner: Payee, seller: User, wallet: BenchWallet
) -> None:
    charge = make.charge(owner)
    refunds_make.pay(charge, refunds_make.merchant(owner))
    charge.refresh_from_db()
    refund = asked(charge, seller)
    page = f"/ban/tien/hoan/{refund.public_id}/"

    assert "you need do nothing" in text(stall, page)
    wallet.refuse = True
    run_due()
    assert "The gateway refused" in text(stall, page)


def test_staff_sees_what_is_stuck_and_closes_it(
    desk: Client, owner: Payee, seller: User, wallet: BenchWallet
) -> None:
    charge = make.charge(owner)
    refunds_make.pay(charge, refunds_make.merchant(owner))
    charge.refresh_from_db()
    wallet.lose = 1_000
    refund = asked(charge, seller)
    run_due()
    Refund.objects.update(next_query_at=None)

    assert "Need a person" in text(desk, "/quan-tri/hoan-tien/")
    page = f"/quan-tri/hoan-tien/{refund.pk}/"
    assert "The money never went" in text(desk, page)
    desk.post(f"{page}xu-ly/", {"what": "never"})

    refund.refresh_from_db()
    assert refund.state == "refused"
    assert "Send it another way" in text(desk, page)


def test_staff_has_money_that_pays_nothing_given_back(desk: Client, owner: Payee) -> None:
    receipt = make.money(owner, 90_000, "?")
    url = f"/quan-tri/hoan-tien/tien/{receipt.pk}/"
    assert url in text(desk, "/quan-tri/tien/")
    assert "90,000" in text(desk, url)

    desk.post(url, {"amount": "90.000", "reason": "Chuyển nhầm"})

    refund = Refund.objects.get()
    assert (refund.amount, refund.payment, refund.way) == (90_000, receipt, "by_hand")


def test_staff_asks_for_a_payout_only_of_collected_money(desk: Client, owner: Payee) -> None:
    charge = paid(owner)
    make.sample_bank()
    typed = {
        "amount": "1.000",
        "reason": "Rách",
        "to_bank": make.SAMPLE_BIN,
        "to_account": "SCTDEMO900",
        "to_holder": "Nguoi mua",
    }

    response = desk.post(f"/quan-tri/hoan-tien/don/{charge.public_id}/", typed)

    assert response.status_code == 422
    assert "cannot go back this way" in response.content.decode()
    collected = make.charge(owner)
    refunds_make.pay(collected, refunds_make.merchant())
    desk.post(f"/quan-tri/hoan-tien/don/{collected.public_id}/", typed)
    refund = Refund.objects.get()
    assert (refund.way, refund.to_account, refund.to_holder) == (
        "payout",
        "SCTDEMO900",
        "NGUOI MUA",
    )


def test_ten_refunds_cost_no_more_queries_than_one(
    desk: Client, owner: Payee, seller: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        asked(paid(owner), seller, 1_000 + number)
    desk.get("/quan-tri/hoan-tien/")

    with django_assert_max_num_queries(14):
        assert desk.get("/quan-tri/hoan-tien/").status_code == 200
