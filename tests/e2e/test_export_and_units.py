"""Cases and pallets, and a lot's records, as a member sees them on a phone and at a desk."""

import os

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from marketplace.kernel.outbox.worker import run_due
from tests.e2e import look
from tests.e2e.test_seller_labels import open_page, windows
from tests.factories.traceability import (
    make_cooperative,
    make_item,
    make_lot,
    make_serials,
    make_user,
)
from traceability.labels.unit_actions import fill_cases, new_units, set_prefix, stack
from traceability.lots.identity import scan_url
from traceability.lots.models import Lot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["windows"]


@pytest.fixture
def lot() -> Lot:
    call_command("createcachetable", verbosity=0)
    return make_lot(make_item(make_cooperative(make_user())), quantity=400)


def shoot(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for one."""
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_packs_are_scanned_into_a_case_and_its_label_taken(
    browser: Browser,
    windows: list[BrowserContext],
    lot: Lot,
    live_server: LiveServer,
    scripts: bool,
) -> None:
    serials = make_serials(lot, 3)
    page = open_page(browser, windows, lot, live_server.url, scripts=scripts)
    page.get_by_role("link", name="Thùng và pallet").click()
    page.get_by_role("button", name="Làm", exact=True).click()
    lines = "\n".join(scan_url(serial) for serial in serials)
    page.get_by_label("Quét túi hoặc thùng, mỗi dòng một mã").fill(lines)
    page.get_by_role("button", name="Xếp vào").click()
    expect(page.get_by_text("Đã xếp vào 3.")).to_be_visible()

    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tem A6").click()

    assert downloading.value.suggested_filename.startswith("thung-")


def test_a_scanners_enter_goes_on_to_the_last_label(
    browser: Browser, windows: list[BrowserContext], lot: Lot, live_server: LiveServer
) -> None:
    first, *_rest, last = make_serials(lot, 9)
    page = open_page(browser, windows, lot, live_server.url)
    fields = page.locator("form[data-range] .ft2 input")
    expect(page.get_by_role("button", name="Mở 9 mã")).to_be_visible()
    fields.nth(1).fill("0004")
    expect(page.get_by_role("button", name="Mở 4 mã")).to_be_visible()

    fields.nth(0).fill(scan_url(first))
    page.keyboard.press("Enter")
    page.keyboard.type(scan_url(last))
    page.keyboard.press("Enter")

    expect(page.get_by_text("Đã mở mã 9 túi. 0001 – 0009")).to_be_visible()


def test_settings_of_other_ways_to_print_step_back(
    browser: Browser, windows: list[BrowserContext], lot: Lot, live_server: LiveServer
) -> None:
    page = open_page(browser, windows, lot, live_server.url)
    expect(page.get_by_label("Tem ngang, mm").first).to_be_hidden()

    page.get_by_label("In ra").first.select_option("roll")

    expect(page.get_by_label("Tem ngang, mm").first).to_be_visible()
    expect(page.get_by_label("Loại giấy").first).to_be_hidden()
    expect(page.get_by_alt_text("Tem khi in ra")).to_be_visible(timeout=15_000)


def test_the_file_for_the_portal_and_the_passport_are_a_tap_away(
    browser: Browser, windows: list[BrowserContext], lot: Lot, live_server: LiveServer
) -> None:
    page = open_page(browser, windows, lot, live_server.url, scripts=False)
    page.goto(f"{live_server.url}/ban/lo/{lot.link_code}/")

    with page.expect_download() as downloading:
        page.get_by_role("link", name="VI", exact=True).click()
    assert downloading.value.suggested_filename == f"ho-chieu-{lot.code}.pdf"

    page.get_by_role("link", name="Xem còn thiếu gì").click()
    expect(page.get_by_role("heading", name="Luật đòi những gì")).to_be_visible()
    expect(page.get_by_role("button", name="Làm tệp:")).to_be_disabled()


def test_the_pages_are_open_to_all_and_narrow_enough(
    browser: Browser, windows: list[BrowserContext], lot: Lot, live_server: LiveServer
) -> None:
    set_prefix(party=lot.party, prefix="9520600")
    cases = fill_cases(serials=make_serials(lot, 30), per_case=12)
    (pallet,) = new_units(party=lot.party, kind="pallet")
    stack(pallet=pallet, cases=cases)
    run_due()
    paths = {
        "units": "/ban/thung/",
        "case": f"/ban/thung/{cases[0].code}/",
        "pallet": f"/ban/thung/{pallet.code}/",
        "export": f"/ban/lo/{lot.link_code}/xuat/",
        "labels": f"/ban/lo/{lot.link_code}/tem/",
    }
    for width in (360, 1280):
        page = open_page(browser, windows, lot, live_server.url, width)
        for name, path in paths.items():
            page.goto(live_server.url + path)
            shoot(page, f"{name}-{width}")
            assert look.axe_faults(page) == [], name
    narrow = open_page(browser, windows, lot, live_server.url, 320)
    for path in paths.values():
        narrow.goto(live_server.url + path)
        assert look.sideways(narrow) == 0
