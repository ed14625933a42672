"""The vendor's phone page without scripts, what a script gets, and what it asks each second."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.models import Announcement, Sale, Stall
from payments.actions import expire_due_charges
from payments.models import Attempt, Charge
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Quay-Part": "1"}


@pytest.fixture
def stall() -> Stall:
    """A stall whose bank tells us of its money."""
    return factory.stall(feed_code="test_feed")


@pytest.fixture
def phone(stall: Stall) -> Client:
    """The vendor's phone, signed in."""
    return phone_of(stall)


def phone_of(stall: Stall) -> Client:
    client = Client()
    client.force_login(factory.vendor_of(stall))
    return client


def typed(stall: Stall, amount: str = "50.000", how: str = "qr", **more: str) -> dict[str, str]:
    form = {"sap": str(stall.pk), "amount": amount, "client_id": str(uuid4()), "how": how}
    return {**form, **more}


def ticket(page: str) -> str:
    return page.partition('data-ticket="')[2].partition('"')[0]


def ears(phone: Client) -> Callable[..., tuple[int, dict[str, object]]]:
    """Return what asks as the page does: status and answer."""
    key = ticket(phone.get("/quay/").content.decode())

    def ask(after: int, **more: int) -> tuple[int, dict[str, object]]:
        found = phone.get("/quay/nghe/", {"sau": after, **more}, headers={"X-Quay": key})
        return found.status_code, json.loads(found.content) if found.content else {}

    return ask


def test_a_sale_by_form_shows_its_code_and_then_its_money(phone: Client, stall: Stall) -> None:
    assert "Thu bao nhiêu?" in phone.get("/quay/").content.decode()

    answer = phone.post("/quay/ban/", typed(stall), follow=True)

    sale = Sale.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/quay/ban/{sale.pk}/", 302)]
    assert "Đưa khách quét" in page
    assert sale.charge.memo_code in page
    assert "Đã nhận" not in page.split('id="screen"')[1].split("</section>")[0]
    factory.pay(sale)
    paid = phone.get(f"/quay/ban/{sale.pk}/").content.decode()
    assert "“Đã nhận năm mươi nghìn đồng”" in paid


def test_short_money_shows_what_is_missing_and_its_own_code(phone: Client, stall: Stall) -> None:
    phone.post("/quay/ban/", typed(stall))
    sale = Sale.objects.get()

    factory.pay(sale, 40_000)
    page = phone.get(f"/quay/ban/{sale.pk}/").content.decode()

    screen = page.split('id="screen"')[1].split("</section>")[0]
    assert "Còn thiếu 10.000" in screen
    assert "Đã nhận" not in screen


def test_too_much_money_says_what_to_give_back(phone: Client, stall: Stall) -> None:
    sale = factory.sale(stall)
    factory.pay(sale, 70_000)

    assert "Dư 20.000" in phone.get(f"/quay/ban/{sale.pk}/").content.decode()


def test_a_double_tap_is_one_sale(phone: Client, stall: Stall) -> None:
    form = typed(stall)

    first, second = (phone.post("/quay/ban/", form, headers=SCRIPT) for _tap in range(2))

    assert first.headers["X-Quay-Sale"] == second.headers["X-Quay-Sale"]
    assert Sale.objects.count() == Charge.objects.count() == Attempt.objects.count() == 1


def test_a_sum_that_is_none_is_kept_and_said(phone: Client, stall: Stall) -> None:
    answer = phone.post("/quay/ban/", typed(stall, "năm chục", note="cá lóc"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="năm chục"' in page
    assert 'value="cá lóc"' in page
    assert not Sale.objects.exists()


@pytest.mark.parametrize("amount", ["0", "", "-5", "500.000.000", "1,5"])
def test_a_script_hears_why_a_sum_is_refused(phone: Client, stall: Stall, amount: str) -> None:
    answer = phone.post("/quay/ban/", typed(stall, amount), headers=SCRIPT)

    if amount == "1,5":  # people group with commas, too: 15 đồng
        assert Sale.objects.get().amount == 15
    else:
        assert (answer.status_code, Sale.objects.count()) == (422, 0)
        assert answer.content.decode().endswith(".")


def test_cash_has_a_label_of_its_own(phone: Client, stall: Stall) -> None:
    answer = phone.post("/quay/ban/", typed(stall, "35000", how="cash"), follow=True)

    screen = answer.content.decode().split('id="screen"')[1].split("</section>")[0]
    assert "Đã ghi tiền mặt" in screen
    assert "Đã nhận" not in screen


def test_a_waiting_sale_can_be_paid_in_cash_or_given_up(phone: Client, stall: Stall) -> None:
    first, second = factory.sale(stall), factory.sale(stall)

    paid = phone.post(f"/quay/ban/{first.pk}/tien-mat/", headers=SCRIPT).content.decode()
    gone = phone.post(f"/quay/ban/{second.pk}/huy/", headers=SCRIPT)

    assert "Đã ghi tiền mặt" in paid
    assert gone.status_code == 204
    second.refresh_from_db()
    assert second.cancelled_at is not None


def test_a_sale_with_money_is_not_given_up(phone: Client, stall: Stall) -> None:
    sale = factory.sale(stall)
    factory.pay(sale, 10_000)

    page = phone.post(f"/quay/ban/{sale.pk}/huy/", headers=SCRIPT).content.decode()

    assert 'role="alert"' in page
    sale.refresh_from_db()
    assert sale.cancelled_at is None


def test_cash_twice_is_written_once(phone: Client, stall: Stall) -> None:
    sale = factory.sale(stall)

    for _tap in range(2):
        phone.post(f"/quay/ban/{sale.pk}/tien-mat/", headers=SCRIPT)

    sale.charge.refresh_from_db()
    assert sale.charge.allocated == 50_000


def test_without_a_feed_the_vendor_says_that_she_saw_it() -> None:
    stall = factory.stall()
    phone = phone_of(stall)
    phone.post("/quay/ban/", typed(stall))
    sale = Sale.objects.get()
    assert "Tôi thấy tiền vào rồi" in phone.get(f"/quay/ban/{sale.pk}/").content.decode()

    page = phone.post(f"/quay/ban/{sale.pk}/thay/", headers=SCRIPT).content.decode()

    assert "Bạn đã xác nhận" in page
    assert "Đã nhận" not in page
    assert not Announcement.objects.exists()


def test_without_an_account_there_is_cash(phone: Client, stall: Stall) -> None:
    stall.payee.payout_accounts.update(active=False)

    page = phone.post("/quay/ban/", typed(stall), follow=True).content.decode()

    assert "Sạp chưa có tài khoản ngân hàng" in page
    assert "Khách trả tiền mặt" in page


def test_a_code_that_is_over_can_be_made_again(phone: Client, stall: Stall) -> None:
    with time_machine.travel(now() - timedelta(minutes=20)):
        phone.post("/quay/ban/", typed(stall))
    sale = Sale.objects.get()
    assert "Chưa có mã để quét" in phone.get(f"/quay/ban/{sale.pk}/").content.decode()

    page = phone.post(f"/quay/ban/{sale.pk}/cach/", follow=True).content.decode()

    assert "Đưa khách quét" in page


def test_time_that_is_over_is_said(phone: Client, stall: Stall) -> None:
    with time_machine.travel(now() - timedelta(hours=2)):
        sale = factory.sale(stall)
    expire_due_charges()

    assert "Hết giờ" in phone.get(f"/quay/ban/{sale.pk}/").content.decode()


def test_another_vendor_sees_nothing(stall: Stall) -> None:
    sale, stranger = factory.sale(stall), phone_of(factory.stall())

    assert stranger.get(f"/quay/ban/{sale.pk}/").status_code == 404
    assert stranger.post(f"/quay/ban/{sale.pk}/huy/").status_code == 404
    assert stranger.post("/quay/ban/", typed(stall)).status_code == 404


def test_of_two_stalls_the_vendor_chooses_and_the_phone_remembers(stall: Stall) -> None:
    other = factory.stall(payee=stall.payee)
    phone = phone_of(stall)
    assert "Bạn đứng sạp nào?" in phone.get("/quay/").content.decode()

    chosen = phone.get("/quay/", {"sap": other.pk}).content.decode()
    again = phone.get("/quay/").content.decode()

    assert f'data-stall="{other.pk}"' in chosen
    assert f'data-stall="{other.pk}"' in again
    assert "Bạn đứng sạp nào?" in phone.get("/quay/", {"sap": "chon"}).content.decode()


def test_who_has_no_stall_is_told_who_opens_one() -> None:
    client = Client()
    client.force_login(money.person())

    assert "Bạn chưa có sạp" in client.get("/quay/").content.decode()


def test_a_stranger_signs_in_first_and_a_script_is_told(stall: Stall) -> None:
    stranger = Client()

    assert stranger.get("/quay/").headers["Location"] == "/dang-nhap/?next=/quay/"
    assert stranger.post("/quay/ban/", typed(stall), headers=SCRIPT).status_code == 401
    assert stranger.get("/quay/nghe/", {"sau": 0}).status_code == 401


def test_a_khmer_stall_has_a_khmer_page() -> None:
    stall = factory.stall(language="km")

    page = phone_of(stall).get("/quay/").content.decode()

    assert '<html lang="km"' in page
    assert reverse("stalls:voice", args=["km"]) in page


def test_nothing_new_costs_one_query(
    phone: Client, stall: Stall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ask = ears(phone)

    with django_assert_num_queries(1):
        assert ask(0) == (204, {})


def test_news_tell_what_to_say_and_hold_the_screen(phone: Client, stall: Stall) -> None:
    ask = ears(phone)
    phone.post("/quay/ban/", typed(stall))
    sale = Sale.objects.get()
    factory.pay(sale)

    status, told = ask(0, dang=sale.pk)

    assert status == 200
    said = told["said"]
    assert isinstance(said, list)
    assert said[0]["clips"] == ["da-nhan", "nam-muoi", "nghin-dong"]
    assert (said[0]["number"], said[0]["sale"], said[0]["kind"]) == (1, sale.pk, "full")
    assert "“Đã nhận năm mươi nghìn đồng”" in str(told["screen"])
    assert ask(1) == (204, {})


def test_news_cost_the_same_for_one_as_for_ten(phone: Client, stall: Stall) -> None:
    ask, costs = ears(phone), []
    for count in (1, 9):
        for _sale in range(count):
            factory.pay(factory.sale(stall))
        with CaptureQueriesContext(connection) as queries:
            assert ask(0)[0] == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 7


def test_a_phone_that_was_away_long_gets_the_latest_twenty(phone: Client, stall: Stall) -> None:
    ask = ears(phone)
    sale = factory.sale(stall, 1_000_000)
    for _payment in range(25):
        factory.pay(sale, 1_000)

    _status, told = ask(0)

    said = told["said"]
    assert isinstance(said, list)
    assert [one["number"] for one in said] == list(range(6, 26))


def test_money_found_a_day_later_is_listed_and_too_old_to_be_spoken(
    phone: Client, stall: Stall
) -> None:
    with time_machine.travel(now() - timedelta(days=1)):
        old = factory.sale(stall)
    factory.pay(old)
    factory.pay(factory.sale(stall))

    _status, told = ears(phone)(0)

    said = told["said"]
    assert isinstance(said, list)
    assert said[0]["age"] >= 24 * 3600
    assert said[1]["age"] <= 2


def test_a_phone_ahead_of_us_starts_again_from_our_number(phone: Client) -> None:
    status, told = ears(phone)(7)

    assert (status, told["last"], told["said"]) == (200, 0, [])


def test_who_sells_there_no_more_hears_nothing(phone: Client, stall: Stall) -> None:
    ask = ears(phone)
    stall.payee.members.clear()

    assert ask(0)[0] == 401


def test_signing_out_ends_listening(phone: Client, stall: Stall) -> None:
    key = ticket(phone.get("/quay/").content.decode())
    phone.logout()

    assert phone.get("/quay/nghe/", headers={"X-Quay": key}).status_code == 401


def test_another_session_cannot_use_the_ticket(phone: Client, stall: Stall) -> None:
    key = ticket(phone.get("/quay/").content.decode())
    other = phone_of(factory.stall())

    assert other.get("/quay/nghe/", headers={"X-Quay": key}).status_code == 401


def test_an_old_ticket_is_renewed_while_the_session_lives(phone: Client, stall: Stall) -> None:
    with time_machine.travel(now() - timedelta(hours=13)):
        key = ticket(phone.get("/quay/").content.decode())

    answer = phone.get("/quay/nghe/", {"sap": stall.pk}, headers={"X-Quay": key})

    assert answer.status_code == 204
    renewed = answer.headers["X-Quay"]
    assert phone.get("/quay/nghe/", headers={"X-Quay": renewed}).status_code == 204
    assert SESSION_KEY in phone.session


@pytest.mark.parametrize("language", ["vi", "km"])
def test_the_voice_names_its_files(phone: Client, language: str) -> None:
    files = json.loads(phone.get(f"/quay/tieng/{language}/").content)

    assert files["da-nhan"].startswith("/static/themes/base/voice/")
    assert phone.get("/quay/tieng/fr/").status_code == 404


def test_the_phone_can_install_the_page(phone: Client) -> None:
    manifest = json.loads(phone.get("/quay/app.webmanifest").content)
    worker = phone.get("/quay/sw.js")

    assert (manifest["scope"], manifest["display"]) == ("/quay/", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert b'const ROOT = "/quay/"' in worker.content
    assert b"da-nhan" in worker.content


def test_today_counts_what_came(phone: Client, stall: Stall) -> None:
    actions.take_cash(
        stall=stall,
        amount=Money(35_000),
        client_id=str(uuid4()),
        acting_user=factory.vendor_of(stall),
    )
    cache.clear()

    assert "Hôm nay: " in phone.get("/quay/").content.decode()
