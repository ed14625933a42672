"""What the home page and the header read."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import get_language

from catalog.core.seasons import spans
from catalog.models import Category
from catalog.queries import public_products, text_in

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

SEASON_ROWS = 6


@dataclass(frozen=True, slots=True)
class CategoryLink:
    """A category as header and home show it; ``art`` names a picture of the theme."""

    name: str
    url: str
    art: str


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """One line of the calendar; ``bars`` are (first month from 0, months) in the year."""

    name: str
    bars: Sequence[tuple[int, int]]
    spans: Sequence[tuple[int, int]]
    tone: int


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
        CategoryLink(_name_of(one), f"/g/{one.slug}/", art_of(one.slug))
        for one in top.order_by("path").prefetch_related("texts")
    )


def _name_of(category: Category) -> str:
    language = get_language()
    names: dict[str, str] = {text.language: text.name for text in category.texts.all()}
    return names.get(language or "", category.name)


categories = _Remembered(_categories)
"""Return the top categories in their order, with what header and home need."""


def art_of(slug: str) -> str:
    """Return the theme's picture for a category, the empty one where no word fits."""
    return next((art for word, art in ART.items() if word in slug), "no-photo")


def _goods_with_season() -> tuple[tuple[str, Sequence[int]], ...]:
    goods = public_products().exclude(season_months=[]).prefetch_related("texts").order_by("pk")
    named: dict[str, Sequence[int]] = {}
    for product in goods[: SEASON_ROWS * 4]:
        named.setdefault(short_name(text_in(product).name), product.season)
    return tuple(named.items())


goods_with_season = _Remembered(_goods_with_season)
"""Return goods that have a season: short name and months."""


def season_rows(month: int) -> Sequence[SeasonRow]:
    """Return the calendar's lines: goods with a season, those in season in ``month`` first."""
    ordered = sorted(goods_with_season(), key=lambda pair: month not in pair[1])[:SEASON_ROWS]
    return [
        SeasonRow(name, _bars(spans(months)), spans(months), tone)
        for tone, (name, months) in enumerate(ordered, start=1)
    ]


def short_name(name: str) -> str:
    """Return a product's name without its pack: what stands before the first comma or wrapping."""
    short = name.partition(",")[0]
    for wrapping in (" túi ", " bao ", " hộp ", " thùng "):
        short = short.partition(wrapping)[0]
    return short.strip()


def _bars(runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return runs of months as (start from 0, length), one over New Year in two pieces."""
    bars: list[tuple[int, int]] = []
    for first, last in runs:
        if first <= last:
            bars.append((first - 1, last - first + 1))
        else:
            bars += [(first - 1, 13 - first), (0, last)]
    return bars
