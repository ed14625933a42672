"""The monthly return for staff, and each seller's own lines."""

import io
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from marketplace.base.accounts.models import User
from payments.models import Payee
from payments.tax.export import as_csv, as_xlsx
from payments.tax.models import PayeeTax, TaxPayment
from payments.tax.queries import has_declared, taxpayer
from tests.factories import payments as make
from tests.factories import tax

pytestmark = pytest.mark.django_db

NOVEMBER = {"thang": "2026-11"}


@pytest.fixture(autouse=True)
def rates() -> None:
    tax.rates()


@pytest.fixture
def officer(client: Client) -> User:
    """Staff, signed in."""
    user = make.person(superuser=True)
    client.force_login(user)
    return user


def sold(*members: User) -> Payee:
    payee = make.payee(*members)
    tax.taxpayer(payee)
    with time_machine.travel("2026-11-21T03:00:00Z"):
        make.pay(make.charge(payee, amount=203_000))
    return payee


@time_machine.travel("2026-12-02T03:00:00Z")
def test_the_return_names_each_seller_and_its_due_day(client: Client, officer: User) -> None:
    sold()

    page = client.get(reverse("tax_staff"), NOVEMBER).content.decode()

    assert "21/12/2026" in page
    assert "2.030" in page
    assert "0,5 %" in page


@time_machine.travel("2026-12-02T03:00:00Z")
def test_the_return_is_handed_out_as_csv_and_xlsx(client: Client, officer: User) -> None:
    sold()

    text = client.get(reverse("tax_staff_csv"), NOVEMBER).content.decode("utf-8-sig")
    sheet = client.get(reverse("tax_staff_xlsx"), NOVEMBER).content

    assert text.splitlines()[1] == "1,HỢP TÁC XÃ MẪU,,1,203000,2030,1015,3045"
    rows = list(load_workbook(io.BytesIO(sheet)).active.values)
    assert rows[1][4:] == (203_000, 2_030, 1_015, 3_045)
    assert rows[-1][4:] == (203_000, 2_030, 1_015, 3_045)


def test_no_cell_is_taken_for_a_formula() -> None:
    assert as_csv([("=1+1", -5)]).decode("utf-8-sig") == "'=1+1,-5\r\n"
    assert load_workbook(io.BytesIO(as_xlsx([("@x", 3)], title="t"))).active["A1"].value == "'@x"


@time_machine.travel("2026-12-02T03:00:00Z")
def test_an_officer_pays_the_month_once_every_seller_is_placed(
    client: Client, officer: User
) -> None:
    sold()
    stranger = make.payee()
    with time_machine.travel("2026-11-22T03:00:00Z"):
        make.pay(make.charge(stranger))
    asked = {**NOVEMBER, "reference": "NNT1"}

    client.post(reverse("tax_staff_pay"), asked)
    assert not TaxPayment.objects.exists()
    placed = {"status": "enterprise", "reason": "licence seen", "valid_from": "2026-01-01"}
    client.post(reverse("tax_staff_payee", args=[stranger.pk]), placed)
    client.post(reverse("tax_staff_pay"), asked)

    assert TaxPayment.objects.get().vat == 2_030


def test_the_zero_class_is_given_with_a_declaration_and_typed_input_is_kept(
    client: Client, officer: User
) -> None:
    payee = make.payee()
    url = reverse("tax_staff_payee", args=[payee.pk])
    asked = {
        "status": "household",
        "default_class": "own_produce",
        "reason": "grows rice",
        "valid_from": "2026-11-01",
        "resident": "on",
    }

    refused = client.post(url, asked)
    assert refused.status_code == 422
    assert "grows rice" in refused.content.decode()
    assert client.post(url, {**asked, "tax_code": "12"}).status_code == 422
    client.post(url, {"produce": "Gạo ST25", "signed_on": "2026-10-01"})
    assert has_declared(payee, date(2026, 11, 1))
    assert client.post(url, asked).status_code == 302

    assert PayeeTax.objects.get().made_by == officer
    assert taxpayer(payee, date(2026, 11, 2)).is_withheld_of


def test_a_seller_sees_what_was_withheld_and_a_stranger_nothing(client: Client) -> None:
    seller = make.person()
    payee = sold(seller)
    client.force_login(seller)

    page = client.get("/ban/thue/", NOVEMBER).content.decode()
    file = client.get("/ban/thue/", {**NOVEMBER, "tep": "csv"}).content.decode("utf-8-sig")

    assert "3.045" in page
    assert "203000,2030,1015,Decree 252/2026" in file
    assert (
        "Tháng này chưa khấu trừ" in client.get("/ban/thue/", {"thang": "2026-10"}).content.decode()
    )
    client.force_login(make.person())
    assert client.get("/ban/thue/", {"nguoi-nhan": payee.reference}).status_code == 404
    assert client.get(reverse("tax_staff")).status_code in {302, 403}
