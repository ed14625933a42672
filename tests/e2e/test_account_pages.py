"""The pages of signing in and of one's own account in a real browser."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e import look
from tests.factories.base import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = ("/dang-nhap/", "/dang-ky/", "/quen-mat-khau/", "/dang-nhap/khoa/", "/mat-khau/x/moi/")
OWN = (
    "/tai-khoan/",
    "/tai-khoan/ten/",
    "/tai-khoan/so-dien-thoai/",
    "/tai-khoan/email/",
    "/tai-khoan/mat-khau/",
    "/dang-xuat/",
)
PHONE, DESKTOP, NARROWEST = 360, 1280, 320
WORK_BYTES = 20 * 1024


@pytest.fixture
def windows(browser: Browser, live_server: LiveServer) -> Iterator["Windows"]:
    opened = Windows(browser, live_server.url)
    yield opened
    opened.close()


class Windows:
    """Fresh windows, of a stranger or of somebody signed in."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser, self.origin = browser, origin
        self.contexts: list[BrowserContext] = []

    def open(self, width: int, shade: str = "light", *, signed_in: bool = False) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if shade == "dark" else "light",
            locale="vi-VN",
            reduced_motion="reduce",
        )
        if signed_in:
            client = Client()
            client.force_login(UserFactory.create())
            key = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.origin}]
            )
        self.contexts.append(context)
        return context

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_pages_are_open_to_all(width: int, shade: str, windows: Windows) -> None:
    faults: dict[str, list[str]] = {}
    for paths, signed_in in ((OPEN, False), (OWN, True)):
        page = windows.open(width, shade, signed_in=signed_in).new_page()
        for path in paths:
            look.visit(page, windows.origin + path)
            found = look.axe_faults(page)
            if found:
                faults[path] = found

    assert faults == {}


def test_the_pages_are_narrow_light_and_quiet(windows: Windows) -> None:
    wrong: dict[str, object] = {}
    for paths, signed_in in ((OPEN, False), (OWN, True)):
        for path in paths:
            page = windows.open(NARROWEST, signed_in=signed_in).new_page()
            seen = look.visit(page, windows.origin + path)
            if seen.status != 200 or seen.first_view > WORK_BYTES or look.sideways(page):
                wrong[path] = (seen.status, seen.first_view, look.sideways(page))
            if seen.strangers or seen.refused:
                wrong[f"{path} fetched or refused"] = seen.strangers + seen.refused

    assert wrong == {}


def test_somebody_opens_an_account_signs_out_and_in_again(windows: Windows) -> None:
    page = windows.open(PHONE).new_page()
    page.goto(f"{windows.origin}/dang-nhap/?next=/tai-khoan/")
    page.get_by_role("link", name="Mở tài khoản").click()
    page.get_by_label("Tên của bạn").fill("A seller")
    page.get_by_label("Số điện thoại").fill("0900 000 088")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Mở tài khoản").click()
    expect(page.get_by_role("heading", name="Tài khoản")).to_be_visible()

    page.get_by_role("button", name="Đăng xuất").click()
    page.goto(f"{windows.origin}/dang-nhap/?next=/tai-khoan/")
    page.get_by_label("Số điện thoại").fill("+84 900 000 088")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("0900 000 088")).to_be_visible()
