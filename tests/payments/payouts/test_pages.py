"""The pages about payouts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.base.accounts.models import User
from payments.models import MerchantAccount, Payee
from payments.payouts.models import Payout, PayoutFile
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

DESK = "/quan-tri/chi-tien/"


@pytest.fixture(autouse=True)
def english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    translation.activate("en")


@pytest.fixture
def seller() -> User:
    return make.person()


@pytest.fixture
def payee(seller: User) -> Payee:
    owner = make.payee(seller)
    make.collect(make.charge(owner), through=make.merchant())
    return owner


def signed_in(user: User) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return client


@pytest.fixture
def ann() -> Client:
    return signed_in(make.person(superuser=True))


@pytest.fixture
def ben() -> Client:
    return signed_in(make.person(superuser=True))


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_two_people_a_file_and_a_proof(payee: Payee, ann: Client, ben: Client) -> None:
    assert "203,000" in text(ann, DESK)
    form = text(ann, f"{DESK}de-xuat/{payee.pk}/")
    assert 'value="203,000"' in form
    assert ann.post(f"{DESK}de-xuat/{payee.pk}/", {"amount": "203.001"}).status_code == 422
    ann.post(f"{DESK}de-xuat/{payee.pk}/", {"amount": "203.000"})
    payout = Payout.objects.get()
    decide = f"{DESK}{payout.pk}/duyet/"
    assert 'value="yes"' not in text(ann, DESK)
    ann.post(decide, {"answer": "yes"})
    assert Payout.objects.get().state == "proposed"
    assert 'value="yes"' in text(ben, DESK)

    ben.post(decide, {"answer": "yes"})
    page = ann.post(f"{DESK}tep/", {"template": "generic"})["Location"]

    file = PayoutFile.objects.get()
    assert file.shown_digest in text(ann, page)
    downloaded = ann.get(f"{page}tai/")
    assert downloaded.content == bytes(file.content)
    assert downloaded["Content-Disposition"] == f'attachment; filename="{file.name}"'
    wrong = SimpleUploadedFile("chi.csv", downloaded.content + b" ")
    refused = ann.post(page, {"file": wrong})
    assert refused.status_code == 422
    assert "Do not upload it" in refused.content.decode()
    ann.post(page, {"file": SimpleUploadedFile("chi.csv", downloaded.content)})
    assert "the same file" in text(ann, page)
    ben.post(f"{DESK}{payout.pk}/ket-qua/", {"answer": "paid", "told": "FT 4"})
    payout.refresh_from_db()
    assert (payout.state, payout.reference) == ("paid", "FT 4")


def test_the_seller_sees_what_is_held_and_what_went_out(
    payee: Payee, seller: User, ann: Client
) -> None:
    stall = signed_in(seller)
    assert "/ban/chi-tra/" in text(stall, "/ban/tien/")
    ann.post(f"{DESK}de-xuat/")

    page = text(stall, "/ban/chi-tra/")

    assert Payout.objects.get().code in page
    assert "203,000" in page


def test_a_seller_paid_directly_is_not_sent_there() -> None:
    seller = make.person()
    make.pay(make.charge(make.payee(seller)))
    stall = signed_in(seller)

    assert "/ban/chi-tra/" not in text(stall, "/ban/tien/")
    assert "holds nothing for you" in text(stall, "/ban/chi-tra/")


def test_strangers_find_nothing(client: Client, payee: Payee, seller: User) -> None:
    assert client.get("/ban/chi-tra/").status_code == 302
    assert client.get(DESK).status_code == 302
    assert signed_in(make.person()).get("/ban/chi-tra/").status_code == 404
    stall = signed_in(seller)
    assert stall.get(DESK).status_code in {302, 403}
    assert stall.post(f"{DESK}de-xuat/{payee.pk}/", {"amount": "1"}).status_code in {302, 403}
    assert not Payout.objects.exists()


def test_an_empty_desk_says_so(ann: Client) -> None:
    assert "Nothing to pay out" in text(ann, DESK)
    ann.post(f"{DESK}tep/", {"template": "generic"})
    assert not PayoutFile.objects.exists()


def test_ten_sellers_on_the_desk_cost_what_one_does(
    ann: Client, payee: Payee, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    text(ann, DESK)
    with django_assert_max_num_queries(50) as one:
        text(ann, DESK)
    through = MerchantAccount.objects.get()
    for amount in range(9):
        make.collect(make.charge(make.payee(make.person()), 100_000 + amount), through=through)

    with django_assert_max_num_queries(len(one)):
        html = text(ann, DESK)

    assert html.count("100,00") >= 9
