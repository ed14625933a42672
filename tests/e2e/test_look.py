"""Every public page in a real browser: open to all, narrow enough, light enough, and quiet.

axe finds nothing at 360 and 1280 px, light and dark; nothing scrolls sideways at 320 px; HTML and
CSS stay in the budget; nothing is fetched from strangers; the policy refuses nothing of ours.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests.e2e import look
from tests.e2e.pages import PAGES, Budget, Sample, make_sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = Callable[..., BrowserContext]
SHADES = ("light", "dark")
PHONE, DESKTOP, NARROWEST = 360, 1280, 320


@pytest.fixture
def sample(live_server: LiveServer) -> Sample:
    """A shop with goods, a basket, orders and lots behind the pages."""
    return make_sample(live_server.url)


@pytest.fixture
def opened(browser: Browser) -> Iterator[OPEN]:
    """Open a fresh visitor's window: nothing is cached."""
    contexts: list[BrowserContext] = []

    def open_window(width: int, shade: str = "light") -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if shade == "dark" else "light",
            locale="vi-VN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        return context

    yield open_window
    for context in contexts:
        context.close()


def test_every_page_is_open_to_all_in_both_shades_on_phone_and_desktop(
    sample: Sample, opened: OPEN
) -> None:
    faults: dict[str, list[str]] = {}
    for width in (PHONE, DESKTOP):
        for shade in SHADES:
            window = opened(width, shade)
            window.add_cookies(sample.cookies)
            for name, path in sample.paths.items():
                page = window.new_page()
                look.visit(page, sample.origin + path)
                found = look.axe_faults(page)
                if found:
                    faults[f"{name} {width} {shade}"] = found
                page.close()
    assert faults == {}


def test_nothing_scrolls_sideways_on_the_narrowest_phone(sample: Sample, opened: OPEN) -> None:
    window = opened(NARROWEST)
    window.add_cookies(sample.cookies)
    too_wide: dict[str, int] = {}
    for name, path in sample.paths.items():
        page = window.new_page()
        look.visit(page, sample.origin + path)
        if look.sideways(page):
            too_wide[name] = look.sideways(page)
        page.close()
    assert too_wide == {}


def test_every_page_answers_keeps_its_budget_and_calls_no_stranger(
    sample: Sample, opened: OPEN
) -> None:
    wrong: dict[str, object] = {}
    for name, path in sample.paths.items():
        window = opened(PHONE)
        window.add_cookies(sample.cookies)
        page = window.new_page()
        seen = look.visit(page, sample.origin + path)
        budget: Budget = PAGES[name]
        if seen.status != budget.status:
            wrong[f"{name} status"] = seen.status
        if seen.first_view > budget.first_view:
            wrong[f"{name} bytes"] = (seen.html, seen.css)
        if seen.js > budget.scripts:
            wrong[f"{name} scripts"] = seen.js
        if seen.strangers or seen.refused:
            wrong[f"{name} fetched or refused"] = seen.strangers + seen.refused
        window.close()
    assert wrong == {}


def test_every_page_of_the_list_was_looked_at(sample: Sample) -> None:
    assert set(sample.paths) == set(PAGES)
    for path in sample.paths.values():
        assert Client().get(path).status_code < 500
