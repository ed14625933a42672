"""A seller's statement and the staff's books."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from marketplace.base.accounts.models import User
from payments.ledger.models import MonthClose
from payments.ledger.queries import TrialRow
from payments.models import Payee
from payments.periods.statement import account_rows, statement
from tests.factories import payments as make
from tests.factories import tax

pytestmark = pytest.mark.django_db

STATEMENT, FILE = "/ban/so-tien/", "/ban/so-tien/tep/"


def sold_in_two_months(payee: Payee) -> None:
    tax.taxpayer(payee, "cooperative")
    with time_machine.travel("2026-10-15T03:00:00Z"):
        make.charge(payee, amount=100_000, minutes=None)
    with time_machine.travel("2026-11-21T03:00:00Z"):
        make.pay(make.charge(payee, amount=203_000, minutes=None))


@pytest.fixture
def seller(client: Client) -> User:
    """A seller who is signed in."""
    user = make.person()
    client.force_login(user)
    return user


@time_machine.travel("2026-11-25T03:00:00Z")
def test_balances_run_from_opening_to_closing() -> None:
    payee = make.payee()
    sold_in_two_months(payee)

    shown = statement(payee, date(2026, 11, 1), role="receivable")

    rows = {one.role: (one.opening, one.rise, one.fall, one.closing) for one in shown.accounts}
    assert rows == {
        "bank": (0, 203_000, 0, 203_000),
        "receivable": (100_000, 203_000, 203_000, 100_000),
        "sales": (100_000, 203_000, 0, 303_000),
        "unmatched": (0, 203_000, 203_000, 0),
    }
    assert [(line.rise, line.fall, line.balance) for line in shown.lines] == [
        (203_000, 0, 303_000),
        (0, 203_000, 100_000),
    ]
    codes = set(payee.charges.values_list("memo_code", flat=True))
    assert {line.code for line in shown.lines} <= codes
    (came,) = statement(payee, date(2026, 11, 1), role="bank").lines
    assert came.code == payee.receipts.get().reference != ""


@time_machine.travel("2026-11-25T03:00:00Z")
def test_a_seller_sees_their_statement_and_takes_it_along(client: Client, seller: User) -> None:
    payee = make.payee(seller)
    sold_in_two_months(payee)

    page = client.get(STATEMENT, {"thang": "2026-11"}).content.decode()
    file = client.get(FILE, {"thang": "2026-11"})

    assert "Số dư đầu kỳ" in page
    assert "203.000" in page
    assert file["Content-Type"] == "text/csv"
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 6
    assert lines[1].startswith("2026-11-21,")


def test_without_sales_the_page_says_so(client: Client, seller: User) -> None:
    make.payee(seller)

    assert "Chưa có phát sinh" in client.get(STATEMENT).content.decode()
    assert client.get(STATEMENT, {"thang": "nonsense"}).status_code == 200


def test_a_strangers_statement_does_not_exist(client: Client, seller: User) -> None:
    other = make.payee(make.person())

    assert client.get(STATEMENT).status_code == 404
    make.payee(seller)
    assert client.get(STATEMENT, {"nguoi-nhan": other.reference}).status_code == 404
    assert client.get(FILE, {"nguoi-nhan": other.reference}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_lines(client: Client, seller: User) -> None:
    payee = make.payee(seller)
    tax.taxpayer(payee, "cooperative")
    make.pay(make.charge(payee))
    first = _queries(payee)
    for _each in range(9):
        make.pay(make.charge(payee))

    assert _queries(payee) == first


@time_machine.travel("2026-12-02T03:00:00Z")
def test_staff_reads_the_books_and_closes_a_month(client: Client) -> None:
    payee = make.payee()
    sold_in_two_months(payee)
    staff = make.person(superuser=True)
    client.force_login(staff)
    url = reverse("periods_staff_books")

    assert "Khóa sổ tháng 10/2026 trước" in client.get(url, {"thang": "2026-11"}).content.decode()
    client.post(reverse("periods_staff_close"), {"thang": "2026-11"})
    assert not MonthClose.objects.exists()
    client.post(reverse("periods_staff_close"), {"thang": "2026-10"})
    assert MonthClose.objects.get().closed_by == staff
    page = client.get(url, {"thang": "2026-10"}).content.decode()
    assert "Sổ vẫn nguyên như lúc khóa" in page


def test_the_books_call_sellers_and_taxes_by_name() -> None:
    payee = make.payee()
    details = [f"payee:{payee.pk}", "payee:unknown", "vat", "pit", "momo", ""]
    rows = [
        TrialRow(role="receivable", detail=detail, opening=0, debit=1, credit=0)
        for detail in details
    ]

    shown = account_rows(rows)

    wanted = [payee.name, "payee:unknown", "thuế GTGT", "thuế TNCN", "momo", ""]
    assert [one.detail for one in shown] == wanted


def test_the_books_are_for_staff_alone(client: Client, seller: User) -> None:
    assert client.get(reverse("periods_staff_books")).status_code in {302, 403}


def _queries(payee: Payee) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        statement(payee, date.today().replace(day=1))  # noqa: DTZ011
    return len(captured)
