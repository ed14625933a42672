"""The ward picker in a real browser, with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from marketplace.base.places.load import load_places
from tests.e2e import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.e2e.ward_page"),
]


@pytest.fixture(autouse=True)
def places(transactional_db: None) -> None:
    load_places(only_provinces={"79", "92"})


def _page(browser: Browser, server: LiveServer, *, scripts: bool, width: int = 360) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts, locale="vi-VN"
    )
    page = context.new_page()
    page.goto(f"{server.url}/dia-chi/")
    return page


def _choose_district_3(page: Page) -> None:
    expect(page.get_by_text("tên cũ: Quận 3")).to_have_count(3)
    page.get_by_label("Phường Xuân Hòa").check()
    page.get_by_label("Số nhà").fill("00 đường Mẫu")
    page.get_by_role("button", name="Đặt hàng").click()
    expect(page.get_by_role("status")).to_have_text("Giao tới Phường Xuân Hòa")


def test_the_list_comes_while_typing(browser: Browser, live_server: LiveServer) -> None:
    page = _page(browser, live_server, scripts=True)

    page.get_by_text("Đổi").click()
    page.get_by_role("combobox", name="Tỉnh, thành phố").select_option("Thành phố Hồ Chí Minh")
    expect(page.locator("summary")).to_contain_text("Thành phố Hồ Chí Minh")
    page.get_by_role("searchbox").press_sequentially("quan 3")
    _choose_district_3(page)


def test_the_button_brings_the_list_without_javascript(
    browser: Browser, live_server: LiveServer
) -> None:
    page = _page(browser, live_server, scripts=False)

    page.get_by_label("Số nhà").fill("00 đường Mẫu")
    page.get_by_role("searchbox").fill("quận 3")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_label("Số nhà")).to_have_value("00 đường Mẫu")
    expect(page.locator(".err")).to_have_count(0)
    _choose_district_3(page)


def test_the_picker_is_open_to_all_and_narrow(browser: Browser, live_server: LiveServer) -> None:
    page = _page(browser, live_server, scripts=True, width=320)
    page.get_by_role("searchbox").press_sequentially("soc trang")
    expect(page.get_by_label("Phường Sóc Trăng")).to_be_visible()

    assert look.axe_faults(page) == []
    assert look.sideways(page) == 0
