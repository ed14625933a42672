"""From nothing to a signed label that opens its page, as docs/first-label.md tells it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.demo import Demo
from tests.e2e.test_journey import print_labels

pytestmark = pytest.mark.browser

NAME = "Hợp tác xã Trồng Thử"


def sign_up(page: Page, demo: Demo, number: str) -> None:
    page.goto(f"{demo.shop}/dang-ky/")
    page.get_by_label("Tên của bạn").fill("Người của hợp tác xã")
    page.get_by_label("Số điện thoại").fill(number)
    page.get_by_label("Mật khẩu", exact=True).fill("lua-tom-song-hau")
    page.get_by_role("button", name="Mở tài khoản").click()
    expect(page).to_have_url(f"{demo.shop}/")


def register(page: Page, demo: Demo, name: str) -> None:
    page.goto(f"{demo.shop}/tai-khoan/")
    page.get_by_role("link", name="Làm tem nguồn gốc cho hàng của bạn").click()
    page.get_by_label("Tên người mua đọc").fill(name)
    page.get_by_label("Tìm xã, phường").fill("hoa tu")
    page.locator("button[name=ward_find]").click()
    page.locator("label.hit", has_text="Hòa Tú").first.click()
    page.get_by_label(re.compile("Người mua được đọc")).check()
    page.get_by_role("button", name="Đăng ký và mở lô").click()
    expect(page).to_have_url(f"{demo.shop}/ban/lo/moi/")


def open_lot(page: Page) -> None:
    page.get_by_label("Tên hàng").fill("Gạo ST25 thử")
    page.get_by_label("Một gói nặng mấy kg").fill("5")
    page.get_by_label("Số gói").fill("40")
    page.get_by_label("Ngày thu hoạch").fill("2026-11-10")
    page.get_by_label("Ngày đóng gói").fill("2026-11-20")
    page.get_by_label("Dùng trước").fill("2027-05-20")
    page.get_by_role("button", name="Mở lô").click()


def walk(page: Page, buyer: Page, demo: Demo, folder: Path, *, number: str, name: str) -> None:
    sign_up(page, demo, number)
    register(page, demo, name)
    open_lot(page)
    page.get_by_role("link", name="Tem QR").first.click()
    codes = print_labels(page, folder, count=8)
    buyer.goto(codes[0])
    expect(buyer.get_by_role("heading", level=1)).to_contain_text("chưa mở bán")

    page.get_by_role("button", name=re.compile(r"^Mở ")).first.click()
    expect(page.get_by_text("Đã mở mã")).to_be_visible()

    buyer.goto(codes[0])
    told = f"{name} ký, bên này chưa được kiểm tra"
    expect(buyer.get_by_role("heading", level=1)).to_have_text(told)


def test_a_new_cooperative_prints_its_first_label(
    demo: Demo, phone: Page, other_phone: Page, tmp_path: Path
) -> None:
    walk(phone, other_phone, demo, tmp_path, number="0900 000 071", name=NAME)


def test_a_new_cooperative_does_the_same_without_scripts(
    demo: Demo, plain_phone: Page, other_phone: Page, tmp_path: Path
) -> None:
    walk(plain_phone, other_phone, demo, tmp_path, number="0900 000 072", name=f"{NAME} Hai")
