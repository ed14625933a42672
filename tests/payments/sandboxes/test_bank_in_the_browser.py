"""The sandbox bank in a real browser: accessible, narrow, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.payments.sandboxes.bank import BankProcess, running
from tests.payments.vietqr.raw import payload

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BankProcess]:
    db: Path = tmp_path_factory.mktemp("bank") / "bank.sqlite3"
    with running(db, "--notify=SCTDEMO000001=http://127.0.0.1:9/", "--time-scale=0.1") as process:
        process.transfer(memo="M" * 60, repeat="told_twice")
        process.transfer(account="OTHER1", direction="out")
        yield process


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/?payload=" + quote(payload()), "/?payload=broken"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_accessible_and_nothing_scrolls_sideways(
    bank: BankProcess, browser: Browser, scheme: str, path: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(bank.url + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    found = Axe().run(page)
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()

    assert found.violations_count == 0, found.generate_report()
    assert sideways <= 0


def test_a_person_pays_with_labels_and_buttons_alone(bank: BankProcess, page: Page) -> None:
    page.goto(bank.url)
    page.get_by_label("Mã VietQR", exact=True).fill(payload())
    page.get_by_role("button", name="Đọc mã").click()
    page.get_by_label("Số tiền (đồng)").fill("100.000")
    page.get_by_text("Thử trường hợp khó").click()
    page.get_by_label("Hai lần: hai giao dịch").check()
    page.get_by_role("button", name="Chuyển tiền").click()

    expect(page.get_by_role("status").filter(has_text="Đã chuyển.")).to_be_visible()
    expect(page.get_by_text("+100.000₫")).to_have_count(2)
