"""Every page in a real browser: open to all, narrow enough, light enough, and quiet.

axe finds nothing at 360 and 1280 px, light and dark; nothing scrolls sideways at 320 px; HTML and
CSS stay in the budget; nothing is fetched from strangers; the policy refuses nothing of ours.
"""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e import look
from tests.e2e.demo import Demo
from tests.e2e.pages import (
    BUYER,
    STAFF,
    STALL,
    Budget,
    buyer_paths,
    staff_paths,
    stall_paths,
)

pytestmark = pytest.mark.browser

HEIGHT = 800
PHONE, DESKTOP, NARROWEST = 360, 1280, 320
NO_BASKET = {"empty basket"}


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A phone without a past, whose owner wants no motion."""
    context = _context(browser)
    yield context
    context.close()


def test_the_pages_of_the_shop_are_open_narrow_light_and_quiet(
    demo: Demo, visitor: BrowserContext, browser: Browser
) -> None:
    paths = buyer_paths(visitor.new_page(), demo)
    assert set(paths) == set(BUYER)
    stranger = _context(browser)
    faults: dict[str, object] = {}
    for name, path in paths.items():
        context = stranger if name in NO_BASKET else visitor
        faults |= _faults(context, name, demo.shop + path, BUYER[name])
    stranger.close()
    assert faults == {}


def test_the_pages_of_a_stall_are_open_narrow_light_and_quiet(
    demo: Demo, visitor: BrowserContext
) -> None:
    paths = stall_paths(visitor.new_page(), demo)
    assert set(paths) == set(STALL)
    faults: dict[str, object] = {}
    for name, path in paths.items():
        faults |= _faults(visitor, name, demo.shop + path, STALL[name])
    assert faults == {}


def test_the_pages_of_staff_about_money_are_open_narrow_light_and_quiet(
    demo: Demo, visitor: BrowserContext
) -> None:
    paths = staff_paths(visitor.new_page(), demo)
    assert set(paths) == set(STAFF)
    faults: dict[str, object] = {}
    for language in ("vi", "en"):
        visitor.add_cookies([{"name": "django_language", "value": language, "url": demo.shop}])
        for name, path in paths.items():
            faults |= _faults(visitor, f"{name} in {language}", demo.shop + path, STAFF[name])
    assert faults == {}


def test_the_plain_look_is_as_open_as_the_chosen_one(demo: Demo, visitor: BrowserContext) -> None:
    visitor.add_cookies([{"name": "theme", "value": "base", "url": demo.shop}])
    faults: dict[str, object] = {}
    for name, path in {"home": "/", "search": "/tim/?q=gao+st25", "sign in": "/dang-nhap/"}.items():
        faults |= _faults(visitor, name, demo.shop + path, BUYER[name])
    assert faults == {}


def _context(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": PHONE, "height": HEIGHT}, locale="vi-VN", reduced_motion="reduce"
    )


def _faults(context: BrowserContext, name: str, url: str, budget: Budget) -> Mapping[str, object]:
    """Open one page once and return all that is wrong with it, by what was looked at."""
    page = context.new_page()
    found: dict[str, object] = dict(_cost(look.visit(page, url), budget))
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for shade in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if shade == "dark" else "light")
            found[f"axe {width} {shade}"] = look.axe_faults(page)
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    found["too wide by"] = look.sideways(page)
    page.close()
    return {f"{name}: {what}": wrong for what, wrong in found.items() if wrong}


def _cost(seen: look.Visit, budget: Budget) -> Mapping[str, object]:
    return {
        "status": seen.status if seen.status != budget.status else None,
        "bytes of HTML and CSS": seen.first_view if seen.first_view > budget.first_view else None,
        "bytes of scripts": seen.js if seen.js > budget.scripts else None,
        "fetched from strangers": seen.strangers,
        "refused by the policy": seen.refused,
    }
