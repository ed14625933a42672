"""From every state of a sale or a day a page leads on, and says what is true."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.actions.book import day_totals
from marketplace.modules.stalls.errors import DifferenceMovedError
from marketplace.modules.stalls.marketview import market_view
from marketplace.modules.stalls.models import DayClose, Sale, Stall
from marketplace.modules.stalls.screens import today_of
from payments.actions import expire_due_charges, unmatch
from payments.models import Allocation
from payments.protocol import providers
from tests.factories import payments as money
from tests.factories import stalls as factory
from tests.marketplace.modules.stalls.test_quay_pages import SCRIPT, phone_of, typed
from tests.marketplace.modules.stalls.test_ways_at_the_till import Sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def stall() -> Stall:
    return factory.stall(feed_code="test_feed")


@pytest.fixture
def phone(stall: Stall) -> Client:
    return phone_of(stall)


def test_back_from_a_wallet_the_banks_code_is_shown_again(phone: Client, stall: Stall) -> None:
    with providers.register_temporarily("a_wallet", Sample("a_wallet", shows_code=True)):
        phone.post("/quay/ban/", typed(stall))
        sale = Sale.objects.get()
        memo = sale.charge.attempts.get().memo_code
        ways = f"/quay/ban/{sale.pk}/cach/"

        there = phone.post(ways, {"cach": "a_wallet"}, headers=SCRIPT).content.decode()
        back = phone.post(ways, {"cach": "vietqr_transfer"}, headers=SCRIPT).content.decode()

    assert "Sample wallet" in there
    assert memo is not None
    assert memo in back


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "x"])
def test_a_day_that_no_book_has_shows_todays(phone: Client, stall: Stall, day: str) -> None:
    answer = phone.get(f"/quay/so/?ngay={day}")

    assert answer.status_code == 200
    assert f"{now() + timedelta(hours=7):%d/%m/%Y}" in answer.content.decode()


def test_a_claim_taken_back_is_no_payment_of_today(stall: Stall) -> None:
    receipt = money.money(stall.payee, 40_000, "chuyen tien")
    vendor = factory.vendor_of(stall)
    actions.claim_money(stall=stall, receipt=receipt, acting_user=vendor)
    assert today_of(stall).times == 1

    unmatch(allocation=Allocation.objects.get(), acting_user=vendor, reason="not here")

    assert (today_of(stall).times, today_of(stall).total) == (0, Money(0))
    (cell,) = market_view(stall.market).cells
    assert cell.today == 0


def test_what_came_too_short_can_go_back_and_ends_the_sale(phone: Client, stall: Stall) -> None:
    sale = factory.sale(stall)
    factory.pay(sale, 40_000)
    path = f"/quay/so/tra/{sale.pk}/?sap={stall.pk}"
    form = {"amount": "40.000", "reason": "khách không lấy", "how": "cash", "key": str(uuid4())}

    for _twice in range(2):
        assert phone.post(path, form).status_code == 302

    sale.refresh_from_db()
    assert sale.cancelled_at is not None
    assert (sale.charge.facts.kept, sale.charge.returned) == (0, 40_000)
    today = (now() + timedelta(hours=7)).date()
    assert day_totals(stall, today).given_back == -40_000


def test_of_what_came_too_short_all_goes_back_or_nothing(phone: Client, stall: Stall) -> None:
    sale = factory.sale(stall)
    factory.pay(sale, 40_000)
    form = {"amount": "10.000", "reason": "dư", "how": "cash", "key": str(uuid4())}

    answer = phone.post(f"/quay/so/tra/{sale.pk}/?sap={stall.pk}", form)

    assert answer.status_code == 422
    assert "trả lại hết 40.000 ₫" in answer.content.decode().replace("\xa0", " ")
    sale.refresh_from_db()
    assert (sale.cancelled_at, sale.charge.facts.kept) == (None, 40_000)


def test_money_seen_after_the_time_was_over_is_confirmed_by_the_vendor() -> None:
    stall = factory.stall()
    phone = phone_of(stall)
    with time_machine.travel(now() - timedelta(hours=1)):
        sale = factory.sale(stall)
    expire_due_charges()

    page = phone.get(f"/quay/ban/{sale.pk}/").content.decode()
    assert "Tôi thấy tiền vào rồi" in page
    for _twice in range(2):
        page = phone.post(f"/quay/ban/{sale.pk}/thay/", headers=SCRIPT).content.decode()

    assert "Bạn đã xác nhận" in page
    sale.charge.refresh_from_db()
    assert sale.charge.facts.kept == 50_000


def test_a_day_is_not_closed_with_a_difference_nobody_saw(stall: Stall) -> None:
    vendor = factory.vendor_of(stall)
    today = (now() + timedelta(hours=7)).date()
    drawer = actions.Drawer(counted=20_000, difference=20_000)
    actions.take_cash(stall=stall, amount=Money(5_000), client_id=str(uuid4()), acting_user=vendor)

    with pytest.raises(DifferenceMovedError):
        actions.close_day(stall=stall, day=today, drawer=drawer, acting_user=vendor)

    assert not DayClose.objects.exists()


def test_the_vendor_chooses_the_voice(phone: Client, stall: Stall) -> None:
    answer = phone.post("/quay/giong/", {"sap": stall.pk, "language": "km"})
    assert answer.status_code == 302
    stall.refresh_from_db()
    assert (stall.language, stall.speaks) == ("km", False)
    assert 'data-speaks="0"' in phone.get("/quay/").content.decode()

    phone.post("/quay/giong/", {"sap": stall.pk, "language": "vi", "speaks": "on"})
    stall.refresh_from_db()
    assert (stall.language, stall.speaks) == ("vi", True)


@pytest.mark.parametrize("language", ["fr", ""])
def test_a_voice_that_nobody_has_changes_nothing(
    phone: Client, stall: Stall, language: str
) -> None:
    phone.post("/quay/giong/", {"sap": stall.pk, "language": language})

    stall.refresh_from_db()
    assert (stall.language, stall.speaks) == ("vi", True)


def test_nobody_sets_the_voice_of_anothers_stall(phone: Client) -> None:
    other = factory.stall()

    answer = phone.post("/quay/giong/", {"sap": other.pk, "language": "km"})

    assert answer.status_code == 404
    other.refresh_from_db()
    assert other.language == "vi"
