"""Where each public page of the demo is, found as a visitor finds it, and what it may weigh."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from marketplace.modules.demo.accounts import PASSWORD
from tests.e2e.demo import Demo
from tests.e2e.test_journey import SELLER, order, put_in_basket, sign_in

KB = 1024
SHOP_BYTES = 16 * KB
WORK_BYTES = 20 * KB
SCAN_BYTES = 10 * KB
SCRIPT_BYTES = 20 * KB


@dataclass(frozen=True)
class Budget:
    """What a page may cost before fonts and pictures, in bytes after gzip -9, and its status."""

    first_view: int
    scripts: int = SCRIPT_BYTES
    status: int = 200


SHOP = Budget(SHOP_BYTES)
WORK = Budget(WORK_BYTES)
SCAN = Budget(SCAN_BYTES, scripts=0)

BUYER: Mapping[str, Budget] = {
    "home": SHOP,
    "home in English": SHOP,
    "not found": Budget(SHOP_BYTES, status=404),
    "group": SHOP,
    "search": SHOP,
    "search without hits": SHOP,
    "product": SHOP,
    "seller": SHOP,
    "basket": SHOP,
    "empty basket": SHOP,
    "checkout": SHOP,
    "pay": SHOP,
    "order": SHOP,
    "look up an order": SHOP,
    "policy": SHOP,
    "sign in": SHOP,
    "sign up": SHOP,
    "forgotten password": SHOP,
    "type a code": SCAN,
    "pack": SCAN,
    "recalled pack": SCAN,
    "unknown pack": Budget(SCAN_BYTES, scripts=0, status=404),
}
STALL: Mapping[str, Budget] = {
    "today": WORK,
    "goods": WORK,
    "new product": WORK,
    "orders": WORK,
    "parcel": WORK,
    "money": WORK,
    "bank account": WORK,
    "lots": WORK,
    "new lot": WORK,
    "lot": WORK,
    "labels": WORK,
    "account": WORK,
}

STAFF: Mapping[str, Budget] = {
    "desk": WORK,
    "money of a kind": WORK,
    "match by hand": WORK,
    "find anything": WORK,
    "nothing found": WORK,
    "health": WORK,
    "notice": WORK,
    "charge": WORK,
    "sent back": WORK,
    "give back": WORK,
    "refunds": WORK,
    "disputes": WORK,
    "payouts": WORK,
    "differences": WORK,
    "books": WORK,
    "tax": WORK,
    "secrets": WORK,
    "new gateway account": WORK,
}
STAFF_MEMBER = "0900 000 001"


def buyer_paths(page: Page, demo: Demo) -> dict[str, str]:
    """Return where a buyer's pages are; ``page`` holds a filled basket and has ordered before."""
    put_in_basket(page, demo, "gao st25", "Gạo ST25 lúa–tôm")
    order(page)
    pay = urlsplit(page.url).path
    followed = _link(page, "a[href^='/t/']")
    put_in_basket(page, demo, "hanh tim", "Hành tím Vĩnh Châu loại 1")
    found = {"basket": "/gio/", "checkout": "/dat/", "pay": pay, "order": followed}
    page.goto(demo.shop + "/dat/")
    found["policy"] = _link(page, "a[href^='/chinh-sach/']")
    page.goto(demo.shop + "/")
    found["group"] = _link(page, "a[href^='/g/']")
    page.goto(demo.shop + "/tim/?q=gao+st25")
    found["product"] = _link(page, "a[href^='/p/']")
    page.goto(demo.shop + found["product"])
    found["seller"] = _link(page, "a[href^='/nguoi-ban/']")
    return {**found, **_fixed(), **_packs(demo)}


def stall_paths(page: Page, demo: Demo) -> dict[str, str]:
    """Sign in as the demo's seller and return where the pages of the stall are."""
    sign_in(page, demo, SELLER)
    found = {
        "today": "/ban/",
        "goods": "/ban/hang/",
        "new product": "/ban/hang/moi/",
        "orders": "/ban/don/",
        "money": "/ban/tien/",
        "bank account": "/ban/tien/tai-khoan/",
        "lots": "/ban/lo/",
        "new lot": "/ban/lo/moi/",
        "account": "/tai-khoan/",
    }
    page.goto(demo.shop + "/ban/don/")
    found["parcel"] = _link(page, "main a[href^='/ban/don/']:not([href*='?'])")
    page.goto(demo.shop + "/ban/lo/")
    found["lot"] = _link(page, "main a[href^='/ban/lo/']:not([href$='/moi/'])")
    found["labels"] = found["lot"] + "tem/"
    return found


def staff_paths(page: Page, demo: Demo) -> dict[str, str]:
    """Sign in as the demo's staff and return where the pages about money are."""
    desk = "/quan-tri/tien/"
    page.goto(f"{demo.shop}/dang-nhap/?next={desk}")
    page.get_by_label("Số điện thoại").fill(STAFF_MEMBER)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"**{desk}")
    found = {
        "desk": desk,
        "money of a kind": f"{desk}?loai=unknown",
        "find anything": f"{desk}tim/?q=ST",
        "nothing found": f"{desk}tim/?q=xyzzyxyzzy",
        "health": f"{desk}suc-khoe/",
        "refunds": "/quan-tri/hoan-tien/",
        "disputes": "/quan-tri/khieu-nai/",
        "payouts": "/quan-tri/chi-tien/",
        "differences": "/quan-tri/doi-soat/",
        "books": "/quan-tri/so-sach/",
        "tax": "/quan-tri/thue/",
        "secrets": "/quan-tri/khoa-cong/",
        "new gateway account": "/quan-tri/khoa-cong/moi/",
    }
    found["match by hand"] = desk + _link(page, "main a[href^='?mo=']").partition("#")[0]
    found["sent back"] = _link(page, f"main a[href^='{desk}'][href$='/tra-lai/']")
    found["give back"] = _link(page, "main a[href^='/quan-tri/hoan-tien/tien/']")
    page.goto(demo.shop + found["find anything"])
    found["notice"] = _link(page, f"main a[href^='{desk}tin/']")
    page.goto(demo.shop + found["notice"])
    found["charge"] = _link(page, f"main a[href^='{desk}don/']")
    return found


def _fixed() -> dict[str, str]:
    return {
        "home": "/",
        "home in English": "/?l=en",
        "not found": "/khong-co-trang-nay/",
        "search": "/tim/?q=gao+st25",
        "search without hits": "/tim/?q=xyzzy",
        "look up an order": "/don/",
        "sign in": "/dang-nhap/",
        "sign up": "/dang-ky/",
        "forgotten password": "/quen-mat-khau/",
        "type a code": "/q/",
        "unknown pack": "/q/ABCDEFG",
        "empty basket": "/gio/",
    }


def _packs(demo: Demo) -> dict[str, str]:
    """Return the packs that the demo printed when it started: one on sale, one recalled."""
    on_sale, recalled = re.findall(r"(/q/[0-9A-Z]+)", demo.printed)
    return {"pack": on_sale, "recalled pack": recalled}


def _link(page: Page, selector: str) -> str:
    href = page.locator(selector).first.get_attribute("href")
    assert href, f"no link {selector} on {page.url}"
    return href
