"""A stall's phone: two taps to a code, money that is heard once, a lost network that is seen."""

from collections.abc import Iterator
from typing import cast

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from marketplace.modules.stalls import actions
from marketplace.modules.stalls.models import Announcement, Sale, Stall
from tests.e2e import look
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 40_000
STALL_BYTES = 16 * 1024
SPY = """(() => {
    window.heard = [];
    window.starts = 0;
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (...more) {
        window.starts += 1;
        return start.apply(this, more);
    };
    document.addEventListener("quay:spoken", (event) => window.heard.push(event.detail.clips));
})()"""
"""Keeps which clips the page spoke, and counts the sounds that really began."""

ROOM = """() => [...document.querySelectorAll(".quick .chip, .go .btn")].map((key) => {
    const words = document.createRange();
    words.selectNodeContents(key);
    const [inner, outer] = [words.getBoundingClientRect(), key.getBoundingClientRect()];
    return Math.min(inner.left - outer.left, outer.right - inner.right);
})"""
"""How many pixels are left between each key's words and its edge."""


@pytest.fixture
def stall() -> Stall:
    """A stall whose bank tells us of its money."""
    call_command("createcachetable", verbosity=0)
    return factory.stall(feed_code="test_feed")


@pytest.fixture
def phone(browser: Browser, stall: Stall, live_server: LiveServer) -> Iterator[BrowserContext]:
    """The vendor's phone, signed in."""
    context = opened(browser, stall, live_server.url)
    yield context
    context.close()


def opened(
    browser: Browser, stall: Stall, origin: str, *, scripts: bool = True, width: int = 360
) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        locale="vi-VN",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    client = Client()
    client.force_login(factory.vendor_of(stall))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": origin}])
    context.add_init_script(SPY)
    return context


def till(phone: BrowserContext, origin: str) -> Page:
    """Open the page, touch it once and wait until its voice is there."""
    page = phone.new_page()
    page.goto(f"{origin}/quay/")
    page.get_by_role("button", name="Xóa một số").click()
    page.wait_for_selector("#quay[data-sound=on][data-clips][data-ear=hears]", timeout=PATIENCE)
    return page


def spoken(page: Page) -> list[list[str]]:
    return cast("list[list[str]]", page.evaluate("window.heard"))


def wait_until_spoken(page: Page) -> None:
    """Wait from here: the page's policy allows no code that is made of text, ours neither."""
    for _half_second in range(PATIENCE // 500):
        if spoken(page):
            return
        page.wait_for_timeout(500)
    raise AssertionError("the page said nothing")


def sold(page: Page) -> Sale:
    """Ask for 50,000 đồng with two taps, and return the sale whose code is shown."""
    page.get_by_role("button", name="+50k").click()
    page.get_by_role("button", name="Tạo mã QR").click()
    expect(page.get_by_text("Đưa khách quét, đang chờ…")).to_be_visible(timeout=PATIENCE)
    return Sale.objects.latest("pk")


def test_two_taps_a_code_and_the_money_is_heard_once(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = till(phone, live_server.url)
    sale = sold(page)
    assert look.axe_faults(page) == []

    factory.pay(sale)

    expect(page.get_by_role("heading", name="Đã nhận")).to_be_visible(timeout=PATIENCE)
    wait_until_spoken(page)
    assert spoken(page) == [["da-nhan", "nam-muoi", "nghin-dong"]]
    assert page.evaluate("window.starts") == 3
    assert look.axe_faults(page) == []
    page.reload()
    page.locator("body").click(position={"x": 5, "y": 300})
    page.wait_for_selector("#quay[data-sound=on][data-clips][data-ear=hears]")
    page.wait_for_timeout(3_000)
    assert spoken(page) == []


def test_two_tabs_say_it_once_and_another_phone_says_it_too(
    browser: Browser, phone: BrowserContext, stall: Stall, live_server: LiveServer
) -> None:
    first, second = till(phone, live_server.url), till(phone, live_server.url)
    other = opened(browser, stall, live_server.url)
    third = till(other, live_server.url)

    factory.pay(factory.sale(stall), 40_000)

    expect(third.locator("[data-strip]")).to_contain_text("Còn thiếu mười nghìn đồng")
    expect(first.locator("[data-strip]")).to_contain_text("Còn thiếu mười nghìn đồng")
    expect(second.locator("[data-strip]")).to_contain_text("Còn thiếu mười nghìn đồng")
    wait_until_spoken(third)
    first.wait_for_timeout(2_000)
    both = spoken(first) + spoken(second)
    assert len(both) == 1
    assert "da-nhan" not in both[0]
    other.close()


def test_a_lost_network_cannot_be_mistaken_for_waiting(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = till(phone, live_server.url)
    sale = sold(page)
    lost = page.get_by_text("Mất mạng. Lúc này không nghe được tiền về.")
    expect(lost).to_be_hidden()

    phone.set_offline(True)
    expect(lost).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Đưa khách quét, đang chờ…")).to_be_hidden()
    factory.pay(sale)
    phone.set_offline(False)

    expect(page.get_by_role("heading", name="Đã nhận")).to_be_visible(timeout=PATIENCE)
    expect(lost).to_be_hidden()
    wait_until_spoken(page)


def test_cash_and_a_khmer_stall_have_their_own_words(
    browser: Browser, stall: Stall, live_server: LiveServer
) -> None:
    actions.set_voice(stall=stall, language="km", speaks=True, acting_user=factory.vendor_of(stall))
    context = opened(browser, stall, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/quay/")
    page.get_by_role("button", name="+50k").click()
    page.wait_for_selector("#quay[data-sound=on][data-clips][data-ear=hears]", timeout=PATIENCE)

    page.get_by_role("button", name="លុយសុទ្ធ").click()

    expect(page.get_by_role("heading", name="បានកត់លុយសុទ្ធ")).to_be_visible(timeout=PATIENCE)
    wait_until_spoken(page)
    assert spoken(page) == [["da-ghi-tien-mat", "5", "10000", "dong"]]
    assert look.axe_faults(page) == []
    context.close()


def test_without_scripts_a_form_and_a_reload_do_the_same(
    browser: Browser, stall: Stall, live_server: LiveServer
) -> None:
    context = opened(browser, stall, live_server.url, scripts=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/quay/")
    page.get_by_label("Thu bao nhiêu?").fill("50.000")
    page.get_by_role("button", name="Tạo mã QR").click()
    expect(page.get_by_text("Đưa khách quét, đang chờ…")).to_be_visible()

    factory.pay(Sale.objects.get())
    page.get_by_role("link", name="Tiền về chưa? Xem lại").click()

    expect(page.get_by_role("heading", name="Đã nhận")).to_be_visible()
    context.close()


def test_a_page_older_than_the_sign_in_still_sells(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = till(phone, live_server.url)
    page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")

    assert sold(page).amount == 50_000


def test_what_is_no_fault_of_the_network_is_not_called_so(
    phone: BrowserContext, stall: Stall, live_server: LiveServer
) -> None:
    page = till(phone, live_server.url)
    page.get_by_role("button", name="+50k").click()
    stall.payee.members.set([money.person()])

    page.get_by_role("button", name="Tạo mã QR").click()

    expect(page.locator("[data-fault]")).to_have_text("Đây là sạp khác.")


def test_an_expired_login_is_said(phone: BrowserContext, live_server: LiveServer) -> None:
    page = till(phone, live_server.url)

    phone.clear_cookies()

    expect(page.get_by_text("Đã hết phiên.", exact=False)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("link", name="Đăng nhập lại")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_is_light_narrow_and_open_to_all(
    browser: Browser, stall: Stall, live_server: LiveServer, width: int
) -> None:
    money.money(stall.payee, 50_000, "chuyen tien")
    assert Announcement.objects.get().kind == "unexpected"
    context = opened(browser, stall, live_server.url, width=width)
    page = context.new_page()

    seen = look.visit(page, f"{live_server.url}/quay/")

    assert (seen.status, seen.strangers, seen.refused) == (200, [], [])
    assert seen.first_view <= STALL_BYTES
    assert look.sideways(page) == 0
    assert min(page.evaluate(ROOM)) >= 4
    assert look.axe_faults(page) == []
    context.close()
