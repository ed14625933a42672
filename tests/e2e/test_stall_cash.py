"""Cash typed where there is no network: kept, seen to wait, sent once, never spoken as money."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from marketplace.modules.stalls import actions
from marketplace.modules.stalls.models import BookLine, Sale, Stall
from tests.e2e import look
from tests.e2e.test_stall import PATIENCE, opened, sold, spoken, stall, till
from tests.factories import stalls as factory

__all__ = ["stall"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "navigator.serviceWorker.ready.then(() => caches.match('/quay/')).then((one) => !!one)"
FIRST_ANSWER_LOST = """(() => {
    const ask = window.fetch;
    let left = 1;
    window.fetch = async (...what) => {
        const answer = await ask(...what);
        if (String(what[0]).endsWith("/quay/ban/") && left > 0) {
            left -= 1;
            throw new TypeError("the answer was lost");
        }
        return answer;
    };
})()"""


@pytest.fixture
def phone(browser: Browser, stall: Stall, live_server: LiveServer) -> Iterator[BrowserContext]:
    """The vendor's phone, signed in."""
    context = opened(browser, stall, live_server.url)
    yield context
    context.close()


def cash(page: Page, key: str = "+50k") -> None:
    page.get_by_role("button", name=key).click()
    page.get_by_role("button", name="Tiền mặt", exact=True).click()


def amounts(stall: Stall) -> list[tuple[str, int]]:
    return list(BookLine.objects.filter(stall=stall).order_by("pk").values_list("kind", "amount"))


def until_written(page: Page, stall: Stall, count: int) -> None:
    for _half_second in range(PATIENCE // 500):
        if len(amounts(stall)) >= count:
            return
        page.wait_for_timeout(500)
    raise AssertionError("the cash was not sent")


def test_cash_without_a_network_waits_in_sight_and_is_sent_once(
    phone: BrowserContext, stall: Stall, live_server: LiveServer
) -> None:
    page = till(phone, live_server.url)
    for _half_second in range(PATIENCE // 500):
        if page.evaluate(KEPT):
            break
        page.wait_for_timeout(500)
    waiting = page.get_by_role("region", name="Tiền mặt chờ gửi")
    expect(waiting).to_be_hidden()

    phone.set_offline(True)
    cash(page)
    expect(waiting).to_contain_text("Tiền mặt chờ gửi: 1 · 50.000 ₫")
    cash(page, "+20k")
    expect(waiting).to_contain_text("Tiền mặt chờ gửi: 2 · 70.000 ₫")
    assert look.axe_faults(page) == []
    assert look.sideways(page) == 0
    page.goto(f"{live_server.url}/quay/")
    expect(waiting).to_contain_text("Tiền mặt chờ gửi: 2 · 70.000 ₫")
    assert amounts(stall) == []

    phone.set_offline(False)
    expect(waiting).to_be_hidden(timeout=PATIENCE)
    until_written(page, stall, 2)
    assert amounts(stall) == [("cash", 50_000), ("cash", 20_000)]
    assert all("da-nhan" not in clips for clips in spoken(page))


def test_an_answer_that_is_lost_does_not_double_the_cash(
    phone: BrowserContext, stall: Stall, live_server: LiveServer
) -> None:
    phone.add_init_script(FIRST_ANSWER_LOST)
    page = till(phone, live_server.url)

    cash(page)

    until_written(page, stall, 1)
    expect(page.get_by_role("region", name="Tiền mặt chờ gửi")).to_be_hidden(timeout=PATIENCE)
    assert amounts(stall) == [("cash", 50_000)]


def test_a_customer_who_pays_a_code_in_cash_offline_is_written_later(
    phone: BrowserContext, stall: Stall, live_server: LiveServer
) -> None:
    page = till(phone, live_server.url)
    sale = sold(page)

    phone.set_offline(True)
    page.get_by_role("button", name="Khách trả tiền mặt").click()
    waiting = page.get_by_role("region", name="Tiền mặt chờ gửi")
    expect(waiting).to_contain_text("Tiền mặt chờ gửi: 1 · 50.000 ₫")
    phone.set_offline(False)

    expect(waiting).to_be_hidden(timeout=PATIENCE)
    until_written(page, stall, 1)
    assert amounts(stall) == [("cash", 50_000)]
    assert Sale.objects.get().pk == sale.pk


def test_what_the_stall_refuses_is_said_and_can_be_taken_off_the_list(
    phone: BrowserContext, stall: Stall, live_server: LiveServer
) -> None:
    page = till(phone, live_server.url)
    sale = sold(page)
    phone.set_offline(True)
    page.get_by_role("button", name="Khách trả tiền mặt").click()
    waiting = page.get_by_role("region", name="Tiền mặt chờ gửi")
    expect(waiting).to_be_visible()

    actions.cancel_sale(sale=sale, acting_user=factory.vendor_of(stall))
    phone.set_offline(False)

    expect(waiting).to_contain_text("Nếu bạn đã cầm tiền mặt thì ghi lại.", timeout=PATIENCE)
    waiting.get_by_role("button", name="Bỏ khỏi danh sách").click()
    expect(waiting).to_be_hidden()
    assert amounts(stall) == []


def test_an_empty_sum_is_not_kept(phone: BrowserContext, live_server: LiveServer) -> None:
    page = till(phone, live_server.url)
    phone.set_offline(True)

    page.get_by_role("button", name="Tiền mặt", exact=True).click()

    expect(page.get_by_text("Ghi số tiền.")).to_be_visible()
    expect(page.get_by_role("region", name="Tiền mặt chờ gửi")).to_be_hidden()
