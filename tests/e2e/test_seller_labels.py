"""A cooperative makes labels, prints them, opens the packs and throws a torn one away."""

from collections.abc import Iterator

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from marketplace.kernel.outbox.worker import run_due
from tests.e2e import look
from tests.e2e.pages import WORK_BYTES
from tests.factories.traceability import make_cooperative, make_item, make_lot, make_user
from traceability.labels.actions import order_labels
from traceability.lots.models import Lot, Serial

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lot() -> Lot:
    call_command("createcachetable", verbosity=0)
    return make_lot(make_item(make_cooperative(make_user())), quantity=40)


@pytest.fixture
def windows(browser: Browser) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, lot: Lot, origin: str) -> None:
    """Give the window the session of a member."""
    client = Client()
    client.force_login(lot.party.members.get())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": origin}])


def open_page(
    browser: Browser,
    windows: list[BrowserContext],
    lot: Lot,
    origin: str,
    width: int = 360,
    *,
    shade: str = "light",
    scripts: bool = True,
) -> Page:
    """Open the labels' page of the lot as a member."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if shade == "dark" else "light",
        locale="vi-VN",
        java_script_enabled=scripts,
        accept_downloads=True,
    )
    windows.append(context)
    sign_in(context, lot, origin)
    page = context.new_page()
    page.goto(f"{origin}/ban/lo/{lot.link_code}/tem/")
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_labels_are_made_printed_opened_and_thrown_away(
    browser: Browser,
    windows: list[BrowserContext],
    lot: Lot,
    live_server: LiveServer,
    scripts: bool,
) -> None:
    page = open_page(browser, windows, lot, live_server.url, scripts=scripts)

    page.get_by_label("Mấy tem", exact=True).fill("3")
    page.get_by_label("In ra").first.select_option("sheet")
    page.get_by_role("button", name="Làm tờ tem").click()
    expect(page.get_by_text("Đang làm 3 tem.")).to_be_visible()
    run_due()
    if not scripts:
        page.get_by_role("link", name="Xem làm tới đâu").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải PDF").click()
    sheet = pypdfium2.PdfDocument(downloading.value.path())[0].render(scale=200 / 72).to_pil()

    printed = sorted(code.text for code in zxingcpp.read_barcodes(sheet))
    assert len(printed) == 3
    assert all(Serial.objects.filter(serial=uri.rpartition("/")[2]).exists() for uri in printed)

    page.goto(f"{live_server.url}/ban/lo/{lot.link_code}/tem/")
    page.get_by_role("button", name="Mở 3 mã").click()
    expect(page.get_by_text("Đã mở mã 3 túi. 0001 – 0003")).to_be_visible()

    throw = page.locator("form", has=page.get_by_role("heading", name="Bỏ tem hư"))
    throw.get_by_label("Từ mã").fill("0002")
    throw.get_by_label("Đến mã").fill("0002")
    throw.get_by_role("button", name="Bỏ tem").click()
    expect(page.get_by_text("1 mã này đang dùng.")).to_be_visible()
    page.get_by_role("button", name="Bỏ 1 tem").click()
    expect(page.get_by_text("Đã bỏ 1 tem.")).to_be_visible()
    assert list(Serial.objects.order_by("number").values_list("status", flat=True)) == [
        *("active", "void", "active")
    ]


def test_the_page_shows_progress_by_itself(
    browser: Browser, windows: list[BrowserContext], lot: Lot, live_server: LiveServer
) -> None:
    order_labels(lot=lot, count=40)
    page = open_page(browser, windows, lot, live_server.url)
    expect(page.get_by_text("Đang chờ tới lượt")).to_be_visible()

    run_due()

    expect(page.get_by_role("link", name="Tải PDF")).to_be_visible(timeout=10_000)


def test_the_page_is_open_to_all_light_narrow_enough_and_quiet(
    browser: Browser, windows: list[BrowserContext], lot: Lot, live_server: LiveServer
) -> None:
    order_labels(lot=lot, count=10)
    run_due()
    for width in (360, 1280):
        for shade in ("light", "dark"):
            page = open_page(browser, windows, lot, live_server.url, width, shade=shade)
            assert look.axe_faults(page) == []
    narrow = open_page(browser, windows, lot, live_server.url, 320)
    assert look.sideways(narrow) == 0

    seen = look.visit(narrow, narrow.url)

    assert (seen.status, seen.strangers, seen.refused) == (200, [], [])
    assert seen.first_view <= WORK_BYTES
