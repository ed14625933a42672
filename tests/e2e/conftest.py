"""Journeys run in a real browser against the demo, started once for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e.demo import Demo, running_demo

PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """A running demo."""
    with running_demo() as started:
        yield started


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone without a past."""
    with _page(browser, java_script=True) as page:
        yield page


@pytest.fixture
def other_phone(browser: Browser) -> Iterator[Page]:
    """Somebody else's phone."""
    with _page(browser, java_script=True) as page:
        yield page


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[Page]:
    """A phone whose browser runs no scripts."""
    with _page(browser, java_script=False) as page:
        yield page


@contextmanager
def _page(browser: Browser, *, java_script: bool) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=java_script, locale="vi-VN")
    context.set_default_timeout(15_000)
    try:
        yield context.new_page()
    finally:
        context.close()
