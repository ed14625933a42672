"""A seller takes the statement of a month home on paper; a stranger finds none."""

from datetime import date

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.utils import translation

from marketplace.kernel.clock import now
from marketplace.modules.statement_pdf.setting import page_of
from tests.factories import payments as make
from traceability.press import TypstFailedError

pytestmark = pytest.mark.django_db

URL, PAGE = "/ban/so-tien/pdf/", "/ban/so-tien/"
NOVEMBER = {"thang": "2026-11"}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(document[at].get_textpage().get_text_range() for at in range(len(document)))


@time_machine.travel("2026-11-25T03:00:00Z")
def test_the_pdf_has_the_balances_and_each_line_of_money(client: Client) -> None:
    seller = make.person()
    payee = make.payee(seller, legal_name='HTX "GẠO" #1 $x$ |')
    charge = make.charge(payee, amount=203_000)
    make.pay(charge)
    client.force_login(seller)
    assert f"{URL}?thang=2026-11" in client.get(PAGE, NOVEMBER).content.decode()

    answer = client.get(URL, NOVEMBER)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="so-tien-2026-11.pdf"'
    text = text_of(answer.content)
    assert 'HTX "GẠO" #1 $x$ |' in text
    assert "Tiền trong ngân hàng" in text or "Tiền ngân hàng" in text
    assert text.count("203.000") >= 3
    assert "25/11/2026 10:00" in text


def test_an_empty_month_is_a_page_too(client: Client) -> None:
    seller = make.person()
    make.payee(seller)
    client.force_login(seller)

    text = text_of(client.get(URL, {"thang": "2026-02"}).content)

    assert "02/2026" in text


def test_a_strangers_statement_does_not_exist(client: Client) -> None:
    payee = make.payee(make.person())
    client.force_login(make.person())

    assert client.get(URL, {"nguoi-nhan": payee.reference}).status_code == 404
    client.logout()
    assert client.get(URL).status_code == 302


def test_a_press_that_fails_leads_back_to_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object, **_more: object) -> list[bytes]:
        raise TypstFailedError("no fonts")

    seller = make.person()
    make.payee(seller)
    client.force_login(seller)
    monkeypatch.setattr("marketplace.modules.statement_pdf.setting.typeset", fail)

    answer = client.get(URL, follow=True)

    assert "Chưa tạo được PDF" in answer.content.decode()


def test_each_account_of_money_that_moved_has_its_lines() -> None:
    payee = make.payee()
    with time_machine.travel("2026-11-25T03:00:00Z"):
        make.pay(make.charge(payee, amount=100_000))
        make.collect(make.charge(payee, amount=203_000), through=make.merchant())
        with translation.override("en"):
            page = page_of(payee, date(2026, 11, 1), now())

    titles = [part.title for part in page.parts]
    assert titles == ["Balances", "Money in the bank", "Held by the shop for the seller"]
    assert [row[-1].split()[0] for row in page.parts[2].rows] == ["203,000"]
