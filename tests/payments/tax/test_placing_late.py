"""A seller is placed after they sold: the tax belongs to the month of the sale."""

import io
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from payments.ledger.core.months import MonthError, read_month
from payments.models import Payee
from payments.tax.actions import pay_month, set_taxpayer
from payments.tax.export import as_xlsx
from payments.tax.models import PayeeTax, WithholdingLine
from payments.tax.queries import month_return, unknown_sellers
from tests.factories import payments as make
from tests.factories import tax

pytestmark = pytest.mark.django_db

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def rates() -> None:
    tax.rates()


def place(payee: Payee, since: date) -> PayeeTax:
    return set_taxpayer(
        payee=payee,
        status="household",
        default_class="distribution",
        reason="papers seen",
        valid_from=since,
        acting_user=make.person(staff=True),
    )


def test_a_status_that_begins_after_the_sale_leaves_the_seller_on_the_list() -> None:
    payee = make.payee()
    with time_machine.travel("2026-11-10T03:00:00Z"):
        make.pay(make.charge(payee))
    with time_machine.travel("2026-11-21T03:00:00Z"):
        place(payee, date(2026, 11, 21))
        assert unknown_sellers() == [payee]

        place(payee, date(2026, 11, 10))

        assert unknown_sellers() == []
    assert WithholdingLine.objects.get().vat == 2_030


def test_a_sale_that_was_given_up_keeps_nobody_on_the_list() -> None:
    from payments import actions

    charge = make.charge()
    make.pay(charge)
    actions.cancel_charge(charge=charge, reason="no")

    assert unknown_sellers() == []


def test_what_is_found_out_before_the_month_is_paid_stands_in_the_month_of_the_sale() -> None:
    payee, late = make.payee(), make.payee()
    with time_machine.travel("2026-11-10T03:00:00Z"):
        make.pay(make.charge(payee))
        make.pay(make.charge(late))
        tax.taxpayer(late, "cooperative")
    with time_machine.travel("2026-12-05T03:00:00Z"):
        place(payee, NOVEMBER)
        assert (month_return(NOVEMBER).vat, month_return(DECEMBER).vat) == (2_030, 0)

        pay_month(month=NOVEMBER, reference="NNT1", acting_user=make.person(staff=True))
        place(late, NOVEMBER)

    assert (month_return(NOVEMBER).vat, month_return(DECEMBER).vat) == (2_030, 2_030)


def test_a_line_written_after_midnight_stands_under_its_own_day(client: Client) -> None:
    seller = make.person()
    payee = make.payee(seller)
    tax.taxpayer(payee)
    with time_machine.travel("2026-11-30T17:30:00Z"):
        make.pay(make.charge(payee))
    client.force_login(seller)

    file = client.get(reverse("tax:seller"), {"thang": "2026-12", "tep": "csv"}).content

    assert file.decode("utf-8-sig").splitlines()[1].startswith("2026-12-01,")


def test_a_name_with_a_control_character_breaks_no_spreadsheet() -> None:
    sheet = as_xlsx([("HTX\x0bMẪU", 1)], title="11-2026")

    assert load_workbook(io.BytesIO(sheet)).active["A1"].value == "HTX MẪU"


@pytest.mark.parametrize("text", ["9999-12", "0001-01", "1999-12"])
def test_a_month_no_books_are_kept_of_is_none(text: str) -> None:
    with pytest.raises(MonthError):
        read_month(text)
