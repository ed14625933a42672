"""The pages about money in a real browser: every state, live, offline, and without scripts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from payments import actions
from payments.models import Attempt, Bank, Charge, Payee
from tests.e2e import look
from tests.factories import payments as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESKTOP, NARROWEST = 360, 1280, 320
PAY_BYTES, WORK_BYTES = 16 * 1024, 20 * 1024


class Money:
    """One seller's charges, one in each state."""

    def __init__(self) -> None:
        bank = make.sample_bank()
        Bank.objects.filter(pk=bank.pk).update(
            app_link="https://bank.example/?qr={payload}", shown=True
        )
        self.seller, self.staff = make.person(), make.person(superuser=True)
        self.owner: Payee = make.payee(self.seller)
        self.waiting = self.offered()
        self.short, self.paid, self.excess = self.offered(), self.offered(), self.offered()
        make.pay(self.short, 185_000)
        make.pay(self.paid)
        make.pay(self.excess, 220_000)
        with time_machine.travel(now() - timedelta(minutes=20)):
            self.code_over, self.late = self.offered(), make.charge(self.owner, minutes=1)
        actions.expire_due_charges()
        make.pay(self.late)
        self.cash = make.charge(self.owner, minutes=None)
        actions.start_attempt(charge=self.cash, provider_code="cod")
        self.chosen = make.charge(self.owner)
        make.money(self.owner, 96_000, "chuyen tien vu sua")

    def offered(self) -> Charge:
        charge = make.charge(self.owner)
        make.attempt(charge)
        return charge

    def buyer_pages(self) -> list[str]:
        states = (
            self.waiting,
            self.short,
            self.paid,
            self.excess,
            self.code_over,
            self.late,
            self.cash,
            self.chosen,
        )
        pages = [f"/tra/{charge.public_id}/" for charge in states]
        return [*pages, f"/tra/{self.short.public_id}/thoi/"]

    def seller_pages(self) -> list[str]:
        own = f"/ban/tien/{self.waiting.public_id}/"
        back = f"/ban/tien/{self.excess.public_id}/tra-lai/"
        return ["/ban/tien/", "/ban/tien/tai-khoan/", own, back]


@pytest.fixture
def money() -> Money:
    return Money()


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

    def open(
        self, width: int, user: User | None = None, *, dark: bool = False, scripts: bool = True
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        if user is not None:
            client = Client()
            client.force_login(user)
            key = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.origin}]
            )
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_state_is_open_to_all(width: int, dark: bool, windows: Windows, money: Money) -> None:
    faults: dict[str, list[str]] = {}
    for paths, user in (
        (money.buyer_pages(), None),
        (money.seller_pages(), money.seller),
        (["/quan-tri/tien/"], money.staff),
    ):
        page = windows.open(width, user, dark=dark)
        for path in paths:
            look.visit(page, windows.origin + path)
            found = look.axe_faults(page)
            if found:
                faults[path] = found

    assert faults == {}


def test_every_state_is_narrow_light_and_quiet(windows: Windows, money: Money) -> None:
    wrong: dict[str, object] = {}
    for paths, user, most in (
        (money.buyer_pages(), None, PAY_BYTES),
        (money.seller_pages(), money.seller, WORK_BYTES),
        (["/quan-tri/tien/"], money.staff, WORK_BYTES),
    ):
        for path in paths:
            page = windows.open(NARROWEST, user)
            seen = look.visit(page, windows.origin + path)
            if seen.status != 200 or seen.first_view > most or look.sideways(page):
                wrong[path] = (seen.status, seen.first_view, look.sideways(page))
            if seen.strangers or seen.refused:
                wrong[f"{path} fetched or refused"] = seen.strangers + seen.refused

    assert wrong == {}


def test_the_page_changes_by_itself_when_money_comes(windows: Windows, money: Money) -> None:
    page = windows.open(PHONE)
    page.goto(f"{windows.origin}/tra/{money.waiting.public_id}/")
    expect(page.get_by_text("Đang chờ tiền về…")).to_be_visible()

    make.pay(money.waiting, 185_000)
    expect(page.get_by_text("Còn thiếu 18.000")).to_be_visible(timeout=15_000)
    rest = Attempt.objects.filter(charge=money.waiting).latest("pk")
    expect(page.get_by_text(rest.memo_code or "", exact=True).first).to_be_visible()
    make.money(money.owner, 18_000, rest.memo_code or "")

    expect(page.get_by_text("Đã nhận tiền")).to_be_visible(timeout=15_000)


def test_a_lost_network_is_said_and_loses_nothing(windows: Windows, money: Money) -> None:
    page = windows.open(PHONE)
    page.goto(f"{windows.origin}/tra/{money.waiting.public_id}/")
    lost = page.get_by_text("Máy bạn đang mất mạng")
    expect(lost).to_be_hidden()

    page.context.set_offline(True)
    expect(lost).to_be_visible()
    make.pay(money.waiting)
    page.context.set_offline(False)

    expect(page.get_by_text("Đã nhận tiền")).to_be_visible(timeout=15_000)


def test_without_scripts_a_new_code_and_a_reload_do_the_same(
    windows: Windows, money: Money
) -> None:
    page = windows.open(PHONE, scripts=False)
    page.goto(f"{windows.origin}/tra/{money.code_over.public_id}/")
    page.get_by_role("button", name="Tạo mã mới").click()
    expect(page.get_by_text("Đang chờ tiền về…")).to_be_visible()
    expect(page.get_by_role("button", name="Chép số tài khoản")).to_be_hidden()

    make.pay(money.code_over)
    page.reload()

    expect(page.get_by_text("Đã nhận tiền")).to_be_visible()


def test_the_seller_confirms_and_takes_back_on_the_phone(windows: Windows, money: Money) -> None:
    page = windows.open(PHONE, money.seller)
    page.goto(f"{windows.origin}/ban/tien/")
    page.get_by_role("link").filter(has_text=money.waiting.memo_code).click()
    page.get_by_role("button", name="Tôi đã nhận đủ tiền").click()
    expect(page.get_by_text("Đã xác nhận. Gỡ lại được trong 24 giờ.")).to_be_visible()

    page.get_by_role("link", name="Gỡ", exact=True).click()
    page.get_by_label("Sai ở đâu?").fill("nhầm đơn")
    page.get_by_role("button", name="Tiền không về").click()

    expect(page.get_by_text("Đã gỡ. Đơn lại chờ tiền.")).to_be_visible()
