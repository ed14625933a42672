"""The public pages, what each may weigh, and a shop in which each has something to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command

from marketplace.modules.storefront.actions import ensure_home
from tests.factories.catalog import make_category, make_product

Cookie = Any
"""Playwright names no public type for a cookie."""

KB = 1024
SHOP_BYTES = 16 * KB
WORK_BYTES = 20 * KB
SCRIPT_BYTES = 20 * KB


@dataclass(frozen=True)
class Budget:
    """What a page may cost before fonts and pictures, in bytes after gzip, and its status."""

    first_view: int = SHOP_BYTES
    scripts: int = SCRIPT_BYTES
    status: int = 200


PAGES: Mapping[str, Budget] = {
    "home": Budget(),
    "not found": Budget(status=404),
}


@dataclass(frozen=True)
class Sample:
    """A shop with something on every page of `PAGES`."""

    origin: str
    paths: Mapping[str, str]
    cookies: Sequence[Cookie]


def make_sample(origin: str) -> Sample:
    """Fill the shop and return where each page is."""
    call_command("createcachetable", verbosity=0)
    ensure_home()
    make_category("Gạo", "gao")
    for number in range(12):
        make_product(f"Gạo thơm ST25 số {number}", season_months=(11, 12, 1, 2))
    paths = {"home": "/", "not found": "/khong-co-trang-nay/"}
    return Sample(origin, paths, cookies=[])
