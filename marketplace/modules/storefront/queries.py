"""What the home page and the header read."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import get_language

from catalog.models import Category

T = TypeVar("T")

FRESH_FOR_SECONDS = 60.0
"""A renamed category is in every header within this time; no request pays for the list."""

ART = {
    "gao": "st25",
    "lua": "field",
    "tom": "shrimp",
    "thuy-san": "shrimp",
    "hanh": "onion",
    "rau": "onion",
    "banh": "pia",
    "dac-san": "pia",
    "lap-xuong": "sausage",
    "thit": "sausage",
    "buoi": "pomelo",
    "trai": "starapple",
    "sua": "milk",
}
"""Pictures of the theme by a word in a category's slug."""


@dataclass(frozen=True, slots=True)
class CategoryLink:
    """A category as header and home show it; ``art`` names a picture of the theme."""

    name: str
    url: str
    art: str


class _Remembered(Generic[T]):
    """A value read at most once in a while by each process, one for each language."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._kept: dict[str, tuple[float, T]] = {}

    def __call__(self) -> T:
        language = get_language() or ""
        until, value = self._kept.get(language, (0.0, None))
        if value is None or time.monotonic() >= until:
            value = self._read()
            self._kept[language] = (time.monotonic() + FRESH_FOR_SECONDS, value)
        return value

    def forget(self) -> None:
        self._kept.clear()


def _categories() -> tuple[CategoryLink, ...]:
    top = Category.objects.filter(depth=1, is_public=True, exclude_from_menu=False)
    return tuple(
        CategoryLink(one.name, one.get_absolute_url(), art_of(one.slug))
        for one in top.order_by("path")
    )


categories = _Remembered(_categories)
"""Return the top categories in their order, with what header and home need."""


def art_of(slug: str) -> str:
    """Return the theme's picture for a category, the empty one where no word fits."""
    return next((art for word, art in ART.items() if word in slug), "no-photo")
