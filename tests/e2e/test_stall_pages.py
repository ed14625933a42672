"""Stand, day book and market in the browser: wide and narrow, open to all, without scripts."""

from collections.abc import Callable, Iterator
from io import BytesIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from marketplace.base.accounts.models import User
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.models import DayClose, Market, Stall
from tests.e2e import look
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 40_000
SignedIn = Callable[..., Page]
LANGUAGES = ["vi", "en", "km"]
WIDTHS = [360, 1280]


@pytest.fixture
def manager() -> User:
    call_command("createcachetable", verbosity=0)
    return money.person()


@pytest.fixture
def market(manager: User) -> Market:
    return factory.market(manager)


@pytest.fixture
def stall(market: Market) -> Stall:
    """A stall after a busy morning: a code, the stand, cash, too much, and money of nobody."""
    made = factory.stall(market, feed_code="test_feed")
    vendor = factory.vendor_of(made)
    factory.pay(factory.sale(made))
    factory.pay(factory.sale(made, 70_000), 80_000)
    factory.static_money(made, 35_000)
    factory.static_money(made, 12_000, "chuyen tien")
    actions.take_cash(
        stall=made, amount=Money(20_000), client_id=str(uuid4()), acting_user=vendor, note="rau"
    )
    for _other in range(8):
        factory.stall(market)
    return made


@pytest.fixture
def page_of(browser: Browser, live_server: LiveServer) -> Iterator[SignedIn]:
    """Return what opens a page for somebody who is signed in."""
    made: list[BrowserContext] = []

    def open_page(user: User, width: int, language: str = "vi") -> Page:
        made.append(
            browser.new_context(
                viewport={"width": width, "height": 740}, locale="vi-VN", reduced_motion="reduce"
            )
        )
        made[-1].set_default_timeout(PATIENCE)
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        cookies = {cookie.key: cookie.value, settings.LANGUAGE_COOKIE_NAME: language}
        made[-1].add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        return made[-1].new_page()

    yield open_page
    for context in made:
        context.close()


def fit(page: Page, address: str) -> None:
    """Open a page and find no fault: status, policy, strangers, width, axe."""
    seen = look.visit(page, address)
    assert (seen.status, seen.strangers, seen.refused) == (200, [], []), address
    assert look.sideways(page) == 0, address
    assert look.axe_faults(page) == [], address


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vendors_pages_fit_and_are_open_to_all(
    page_of: SignedIn,
    stall: Stall,
    live_server: LiveServer,
    language: str,
    width: int,
) -> None:
    page = page_of(factory.vendor_of(stall), width, language)

    for path in ("/quay/bang/", "/quay/bang/soi/", "/quay/so/"):
        fit(page, f"{live_server.url}{path}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_managers_pages_fit_and_are_open_to_all(
    page_of: SignedIn,
    stall: Stall,
    manager: User,
    live_server: LiveServer,
    language: str,
    width: int,
) -> None:
    page = page_of(manager, width, language)
    here = f"{live_server.url}/cho/{stall.market.slug}/"

    for address in (here, f"{here}?sap={stall.pk}", f"{here}sap/moi/"):
        fit(page, address)


def test_the_manager_takes_a_vendor_in(
    page_of: SignedIn,
    manager: User,
    market: Market,
    live_server: LiveServer,
) -> None:
    page = page_of(manager, 360)
    page.goto(f"{live_server.url}/cho/{market.slug}/")
    page.get_by_role("link", name="Thêm sạp").click()
    page.get_by_label("Số", exact=True).fill("12")
    page.get_by_label("Dãy", exact=True).fill("A")
    page.get_by_label("Tên", exact=True).fill("Cá đồng")
    page.get_by_label("Số điện thoại người bán").fill("0900 00")
    page.get_by_label("Tên người bán như ngân hàng ghi").fill("SAP 12 CHO MAU")
    page.get_by_role("button", name="Mở sạp").click()

    phone = page.get_by_label("Số điện thoại người bán")
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(phone).to_have_value("0900 00")
    assert look.axe_faults(page) == []
    phone.fill("0900 000 077")
    page.get_by_role("button", name="Mở sạp").click()

    expect(page.get_by_role("heading", name="Sạp 12")).to_be_visible()
    assert factory.vendor_of(Stall.objects.get(number="12")).phone == "+84900000077"


def test_a_day_is_counted_and_closed_with_its_difference(
    page_of: SignedIn, stall: Stall, live_server: LiveServer
) -> None:
    page = page_of(factory.vendor_of(stall), 360)
    page.goto(f"{live_server.url}/quay/so/")
    page.get_by_role("button", name="Bán ở đây").click()
    page.get_by_label("Đếm được").fill("15.000")
    page.get_by_role("button", name="Chốt ngày", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("5.000")
    assert look.axe_faults(page) == []

    page.get_by_role("button", name="Chốt ngày, để lệch").click()

    expect(page.get_by_role("heading", name="Đã chốt")).to_be_visible()
    assert look.axe_faults(page) == []
    close = DayClose.objects.get(stall=stall)
    assert (close.cashless, close.cash, close.difference) == (177_000, 20_000, -5_000)


def test_the_stand_is_printed_and_its_own_picture_is_in_order(
    page_of: SignedIn, stall: Stall, live_server: LiveServer
) -> None:
    page = page_of(factory.vendor_of(stall), 1280)
    page.goto(f"{live_server.url}/quay/bang/")
    page.get_by_role("button", name="In bảng A5").click()
    page.wait_for_url("**in=1")
    photo = page.locator(".a5").screenshot()

    page.get_by_role("link", name="Soi bảng").click()
    page.get_by_label("Ảnh chụp bảng").set_input_files(
        {"name": "bang.png", "mimeType": "image/png", "buffer": BytesIO(photo).getvalue()}
    )
    page.get_by_role("button", name="Soi ảnh này").click()

    expect(page.get_by_role("status")).to_contain_text("Đúng bảng bạn đã in")
    assert look.axe_faults(page) == []
