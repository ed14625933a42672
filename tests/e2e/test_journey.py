"""One journey through the whole house, on a phone: listed, found, ordered, paid, packed, scanned.

The same steps run with scripts and without: nothing of it needs JavaScript.
"""

import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from marketplace.modules.demo.accounts import PASSWORD
from tests.e2e.demo import Demo

pytestmark = pytest.mark.browser

SELLER = "0900 000 101"
PICTURE = Path(__file__).resolve().parents[2] / "marketplace/modules/demo/pictures/st25-5.jpg"
SHORT = 50_000
SOON = 30_000
SCRIPTS_ASK_WITHIN = 2_000


def sign_in(page: Page, demo: Demo, number: str) -> None:
    page.goto(f"{demo.shop}/dang-nhap/?next=/ban/")
    page.get_by_label("Số điện thoại").fill(number)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile(r"/ban/$"))


def put_in_basket(page: Page, demo: Demo, search: str, name: str) -> None:
    page.goto(f"{demo.shop}/")
    page.get_by_role("searchbox", name="Tìm sản phẩm").fill(search)
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("button", name="Thêm vào giỏ").click()
    expect(page.get_by_role("heading", name="Giỏ hàng")).to_be_visible()


def choose_ward(page: Page) -> None:
    page.get_by_label("Tìm xã, phường").fill("quan 3")
    hit = page.locator("label.hit", has_text="Xuân Hòa")
    try:
        hit.wait_for(timeout=SCRIPTS_ASK_WITHIN)
    except PlaywrightTimeoutError:
        page.locator("button[name=ward_find]").click()
    hit.click()


def order(page: Page) -> None:
    page.get_by_role("link", name="Đặt hàng").click()
    page.get_by_label("Số điện thoại").fill("0900 000 055")
    page.get_by_label("Tên người nhận").fill("Khách Mẫu")
    choose_ward(page)
    page.get_by_label("Số nhà, đường, ấp").fill("00 đường Mẫu")
    page.get_by_role("button", name="Đặt hàng và trả tiền").last.click()
    expect(page).to_have_url(re.compile(r"/t/[0-9A-Z]{10}/$"))


def pay(bank: Page, link: str, *, short_by: int = 0) -> None:
    """Transfer at the sandbox bank, as its app would from the code."""
    bank.goto(link)
    if short_by:
        amount = bank.locator("input[name=amount]")
        whole = int(re.sub(r"\D", "", amount.input_value()))
        amount.fill(str(whole - short_by))
    bank.get_by_role("button", name="Chuyển tiền").first.click()
    expect(bank.get_by_text("Đã chuyển").first).to_be_visible()


def bank_links(page: Page) -> list[str]:
    found = [one.get_attribute("href") for one in page.locator("a[href*='payload=']").all()]
    return [link for link in found if link]


def wait_for(page: Page, text: str, *, times: int) -> None:
    """Wait until the pay page says so: by itself with scripts, by reloading without."""
    for _ in range(40):
        if page.get_by_text(text).count() >= times:
            return
        page.wait_for_timeout(750)
        page.goto(page.url)
    raise AssertionError(f"the page never said {text!r} {times} times")


def look_at_other_ways(page: Page) -> None:
    """Choose a wallet instead of the transfer, see where it leads, and come back."""
    page.get_by_role("link", name="Đổi cách trả tiền").first.click()
    page.get_by_text("MoMo", exact=True).click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("link", name="Tới trang MoMo")).to_be_visible()
    page.get_by_role("link", name="Đổi cách trả tiền").first.click()
    page.get_by_text("Chuyển khoản bằng QR", exact=True).click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator("a[href*='payload=']")).to_have_count(2)


def buy_and_pay(page: Page, bank: Page, demo: Demo) -> None:
    put_in_basket(page, demo, "gao st25", "Gạo ST25 lúa–tôm")
    put_in_basket(page, demo, "hanh tim", "Hành tím Vĩnh Châu loại 1")
    order(page)
    look_at_other_ways(page)
    rice, onions = bank_links(page)

    pay(bank, rice, short_by=SHORT)
    pay(bank, onions)
    wait_for(page, "Đã nhận", times=1)
    page.goto(page.url)
    (rest,) = bank_links(page)
    pay(bank, rest)
    wait_for(page, "Đã nhận", times=2)

    page.get_by_role("link", name="Xem đơn").click()
    expect(page.get_by_text("2 gói đang đóng")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"Lô ST25-A1"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"Lô HT-04"))).to_be_visible()


def list_product(page: Page, demo: Demo, name: str) -> None:
    page.goto(f"{demo.shop}/ban/hang/moi/")
    fill_product(page, name)
    expect(page.get_by_text(name).first).to_be_visible()


def fill_product(page: Page, name: str) -> None:
    page.locator("input[type=file]").first.set_input_files(str(PICTURE))
    page.get_by_label("Tên hàng").fill(name)
    next_step(page)
    page.get_by_label("Mỗi túi (hộp…) chứa").fill("5")
    page.get_by_label("Giá mỗi túi (ký, hộp…)").fill("91000")
    page.get_by_label("Số lượng có bán").fill("25")
    next_step(page)
    page.get_by_role("button", name="Đăng bán").click()


def next_step(page: Page) -> None:
    """Go to the next step where the form shows one at a time (with scripts)."""
    button = page.get_by_role("button", name=re.compile("Tiếp")).locator("visible=true")
    if button.count():
        button.first.click()


def decode(pdf: Path) -> list[str]:
    page = pypdfium2.PdfDocument(str(pdf))[0]
    picture = page.render(scale=200 / 72).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def test_a_guest_finds_orders_and_pays_two_sellers(
    demo: Demo, phone: Page, other_phone: Page
) -> None:
    buy_and_pay(phone, other_phone, demo)


def test_a_guest_does_the_same_without_scripts(
    demo: Demo, plain_phone: Page, other_phone: Page
) -> None:
    buy_and_pay(plain_phone, other_phone, demo)


def test_a_seller_lists_a_product_and_a_guest_finds_it(
    demo: Demo, phone: Page, other_phone: Page
) -> None:
    sign_in(phone, demo, SELLER)
    list_product(phone, demo, "Gạo ST25 mới xay thử")

    other_phone.goto(f"{demo.shop}/tim/?q=gao+st25+moi+xay")
    expect(other_phone.get_by_role("link", name="Gạo ST25 mới xay thử")).to_be_visible()


def test_a_seller_lists_a_product_without_scripts(
    demo: Demo, plain_phone: Page, other_phone: Page
) -> None:
    sign_in(plain_phone, demo, SELLER)
    list_product(plain_phone, demo, "Gạo lứt đăng không cần mã")

    other_phone.goto(f"{demo.shop}/tim/?q=gao+lut+dang")
    expect(other_phone.get_by_role("link", name="Gạo lứt đăng không cần mã")).to_be_visible()


def test_a_printed_label_opens_its_page_once_it_is_activated(
    demo: Demo, phone: Page, other_phone: Page, tmp_path: Path
) -> None:
    sign_in(phone, demo, SELLER)
    phone.goto(f"{demo.shop}/ban/lo/")
    phone.get_by_role("link", name=re.compile("ST25-A3")).click()
    phone.get_by_role("link", name="Tem QR").click()
    codes = print_labels(phone, tmp_path, count=3)

    other_phone.goto(codes[0])
    expect(other_phone.get_by_role("heading", level=1)).to_contain_text("chưa")
    phone.get_by_role("button", name=re.compile(r"^Mở ")).first.click()
    expect(phone.get_by_text("Đã mở mã")).to_be_visible()

    other_phone.goto(codes[0])
    heading = other_phone.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile("chưa ghi sổ|Mã thật, rõ nguồn gốc"))
    expect(other_phone.get_by_text("ST25-A3").first).to_be_visible()
    # Prepared when the demo was loaded, so in the language of a site that had just been compiled.
    expect(other_phone.get_by_role("heading", name="Ai làm ra")).to_be_visible()
    expect(other_phone.get_by_text("Túi 5 kg").first).to_be_visible()


def print_labels(page: Page, folder: Path, *, count: int) -> list[str]:
    """Make labels, download their sheet, and return what their codes say."""
    page.get_by_label("Mấy tem", exact=True).fill(str(count))
    page.get_by_role("button", name="Làm tờ tem").click()
    link = page.get_by_role("link", name="Tải PDF").first
    for _ in range(40):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.goto(page.url)
    with page.expect_download() as downloading:
        link.click()
    sheet = folder / "sheet.pdf"
    downloading.value.save_as(sheet)
    codes = decode(sheet)
    assert len(codes) == count
    return codes
