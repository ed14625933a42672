"""The day book's pages: sums, the close, claims and money given back; nobody else's stall."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.actions.book import day_totals
from marketplace.modules.stalls.models import BookLine, DayClose, Sale, Stall
from payments.ledger.models import Posting
from payments.models import Receipt
from payments.refunds.models import Refund
from tests.factories import stalls as factory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel("2026-11-21 12:00+07:00", tick=False):
        yield


def vendors_client(at: Stall) -> Client:
    client = Client()
    client.force_login(factory.vendor_of(at))
    return client


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("\xa0", " ")


def test_the_book_shows_sums_by_kind() -> None:
    stall = factory.stall()
    factory.pay(factory.sale(stall, 50_000))
    factory.static_money(stall, 25_000)
    client = vendors_client(stall)
    client.post(
        "/quay/so/tien-mat/",
        {"sap": stall.pk, "client_id": "one", "amount": "25.000", "note": "2 kg cá"},
    )
    page = text_of(client, "/quay/so/")

    assert "Thu cả ngày, 3 lần" in page
    assert "QR · 2 lần · 75%" in page
    assert "2 kg cá" in page


def test_a_difference_is_shown_before_the_day_is_closed_with_it() -> None:
    stall = factory.stall()
    client = vendors_client(stall)
    client.post("/quay/so/tien-mat/", {"sap": stall.pk, "client_id": "one", "amount": "35.000"})
    form = {"sap": stall.pk, "ngay": "2026-11-21", "counted": "15.000"}

    first = client.post("/quay/so/chot/", form)
    page = first.content.decode().replace("\xa0", " ")
    assert first.status_code == 200
    assert "Thiếu so với sổ:" in page
    assert 'value="-20000"' in page
    assert not DayClose.objects.exists()

    second = client.post("/quay/so/chot/", {**form, "accepted": "-20000", "note": "tiền thối"})
    assert second.status_code == 302
    assert DayClose.objects.get().difference == -20_000
    assert "Không mở lại" in text_of(client, "/quay/so/?ngay=2026-11-21")


def test_a_second_tab_cannot_accept_a_difference_that_has_changed() -> None:
    stall = factory.stall()
    client = vendors_client(stall)
    form = {"sap": stall.pk, "ngay": "2026-11-21", "counted": "15.000", "accepted": "15000"}
    client.post("/quay/so/tien-mat/", {"sap": stall.pk, "client_id": "one", "amount": "35.000"})

    assert client.post("/quay/so/chot/", form).status_code == 200
    assert not DayClose.objects.exists()


def test_a_second_tab_cannot_close_again() -> None:
    stall = factory.stall()
    client = vendors_client(stall)
    form = {"sap": stall.pk, "ngay": "2026-11-21", "counted": "0"}

    assert client.post("/quay/so/chot/", form).status_code == 302
    again = client.post("/quay/so/chot/", form)

    assert again.status_code == 422
    assert DayClose.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("chot", {"counted": "nhiều"}),
        ("tien-mat", {"client_id": "one", "amount": "0"}),
        ("chi", {"client_id": "one", "amount": "5.000", "note": ""}),
        ("sua", {"client_id": "one", "amount": "x", "note": "sai", "sign": "-"}),
    ],
)
def test_bad_input_gets_an_error_and_is_kept(path: str, form: dict[str, str]) -> None:
    stall = factory.stall()
    answer = vendors_client(stall).post(f"/quay/so/{path}/", {"sap": stall.pk, **form})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    kept = form.get("amount") or form["counted"]
    assert f'value="{kept}"' in page
    assert not BookLine.objects.exists()


def test_expense_and_correction_are_lines() -> None:
    stall = factory.stall()
    client = vendors_client(stall)
    for _sent in range(2):
        client.post(
            "/quay/so/chi/",
            {"sap": stall.pk, "client_id": "one", "amount": "20.000", "note": "nước đá"},
        )
    client.post(
        "/quay/so/sua/",
        {"sap": stall.pk, "client_id": "two", "sign": "+", "amount": "5.000", "note": "sót"},
    )

    assert list(BookLine.objects.order_by("pk").values_list("kind", "amount")) == [
        ("expense", -20_000),
        ("correction", 5_000),
    ]
    assert day_totals(stall, TODAY).cash_in_drawer == -15_000


def test_money_without_a_code_is_asked_about_and_claimed_with_one_tap() -> None:
    stall = factory.stall()
    receipt = factory.static_money(stall, 40_000, "tien ca")
    client = vendors_client(stall)
    assert "Tiền này của ai?" in text_of(client, "/quay/so/")

    client.post(f"/quay/so/nhan/{receipt.pk}/", {"sap": stall.pk})
    again = client.post(f"/quay/so/nhan/{receipt.pk}/", {"sap": stall.pk})

    assert again.status_code == 302
    assert Sale.objects.get().kind == Sale.Kind.STATIC
    assert "Tiền này của ai?" not in text_of(client, "/quay/so/")


def give_back(client: Client, sale: Sale, how: str, amount: str = "30.000") -> int:
    form = {"sap": sale.stall_id, "amount": amount, "reason": "cá không tươi", "how": how}
    key = str(uuid4())
    return max(
        client.post(f"/quay/so/tra/{sale.pk}/", {**form, "key": key}).status_code
        for _sent in range(2)
    )


def test_cash_handed_back_for_a_qr_sale_leaves_the_drawer_once() -> None:
    stall = factory.stall()
    sale = factory.sale(stall, 50_000)
    factory.pay(sale)

    assert give_back(vendors_client(stall), sale, "cash") == 302

    sums = day_totals(stall, TODAY)
    assert (sums.given_back, sums.cash_in_drawer, sums.takings) == (-30_000, -30_000, 50_000)
    assert Refund.objects.get().state == Refund.State.DONE
    cash = Posting.objects.filter(account__role="cash")
    assert [(one.debit, one.credit) for one in cash] == [(0, 30_000)]


def test_a_transfer_back_is_written_when_its_proof_is() -> None:
    stall = factory.stall()
    sale = factory.sale(stall, 50_000)
    factory.pay(sale)
    client = vendors_client(stall)

    assert give_back(client, sale, "transfer") == 302
    assert day_totals(stall, TODAY).given_back == 0

    refund = Refund.objects.get()
    client.post(f"/ban/tien/hoan/{refund.public_id}/", {"reference": "FT26325000002"})
    sums = day_totals(stall, TODAY)
    assert (sums.given_back, sums.cash_in_drawer) == (-30_000, 0)


def test_no_more_goes_back_than_was_paid() -> None:
    stall = factory.stall()
    sale = factory.sale(stall, 50_000)
    factory.pay(sale)

    assert give_back(vendors_client(stall), sale, "cash", "50.001") == 422
    assert not Refund.objects.exists()


def test_another_vendors_book_is_not_there() -> None:
    stall = factory.stall()
    sale = factory.sale(stall)
    receipt = factory.static_money(stall, 40_000, "tien ca")
    client = vendors_client(factory.stall())
    posts = ("chot/", "tien-mat/", "chi/", "sua/", f"nhan/{receipt.pk}/", f"tra/{sale.pk}/")

    assert client.get(f"/quay/so/?sap={stall.pk}").status_code == 404
    for path in posts:
        assert client.post(f"/quay/so/{path}", {"sap": stall.pk}).status_code == 404
    # Nor through the own stall's door.
    assert client.post(f"/quay/so/nhan/{receipt.pk}/").status_code == 404
    assert client.get(f"/quay/so/tra/{sale.pk}/").status_code == 404
    assert Receipt.objects.get(pk=receipt.pk).open_amount == 40_000


def test_the_book_needs_a_sign_in() -> None:
    answer = Client().get("/quay/so/")

    assert answer.status_code == 302
    assert "/tai-khoan/" in answer["Location"] or "dang-nhap" in answer["Location"]


def test_ten_lines_cost_no_more_queries_than_one() -> None:
    stall = factory.stall()
    client = vendors_client(stall)
    counts = []
    for more in (1, 9):
        for _sale in range(more):
            factory.pay(factory.sale(stall, 50_000))
            factory.pay(factory.sale(stall, 50_000), 30_000)
            factory.static_money(stall, 10_000, "no code")
        with CaptureQueriesContext(connection) as asked:
            client.get("/quay/so/?du=1")
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("day", ["2026-13-01", "x", "2999-01-01", ""])
def test_a_day_that_cannot_be_shows_today(day: str) -> None:
    stall = factory.stall()

    assert "21/11/2026" in text_of(vendors_client(stall), f"/quay/so/?ngay={day}")


def test_an_unclosed_day_is_remembered() -> None:
    stall = factory.stall()
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        actions.take_cash(
            stall=stall,
            amount=Money(10_000),
            client_id="one",
            acting_user=factory.vendor_of(stall),
        )

    assert "Ngày 20/11/2026 chưa chốt." in text_of(vendors_client(stall), "/quay/so/")
