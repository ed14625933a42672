"""What a seller says about a product, checked before anything is written."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.choices import Storage
from catalog.core.packs import Pack
from catalog.core.seasons import SeasonError, season
from catalog.errors import DraftRefusedError
from catalog.partner.models import HIGHEST_PRICE
from marketplace.base.units.core import SizeCount, UnitError

REQUIRED_LANGUAGE = "vi"
LONGEST_NAME = 120
MOST_IN_STOCK = 1_000_000
MOST_PHOTOS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """Name and description in one language."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """A product as its seller describes it.

    Args:
        texts: by language code; ``vi`` is required.
        category_id: the one category it is found in.
        pack: one unit of sale.
        price: of one pack, whole đồng.
        stock: packs that can be sold now.
        photos: ids of `Media` of this seller's people, cover first.
        size_min: fewest animals to the kilogram (shrimp), with ``size_max``.
        size_max: most animals to the kilogram.
        season_months: 1–12; empty means all year.
        storage: how it is kept.

    Raises:
        DraftRefusedError: with ``field`` and ``reason``.
    """

    texts: Mapping[str, Words]
    category_id: int
    pack: Pack
    price: int
    stock: int
    photos: tuple[uuid.UUID, ...] = ()
    size_min: int | None = None
    size_max: int | None = None
    season_months: tuple[int, ...] = ()
    storage: Storage = Storage.DRY

    def __post_init__(self) -> None:
        """Check what needs no database."""
        self._check_texts()
        _require(0 < self.price <= HIGHEST_PRICE, "price", "price_wrong")
        _require(0 <= self.stock <= MOST_IN_STOCK, "stock", "stock_wrong")
        _require(len(self.photos) <= MOST_PHOTOS, "photos", "too_many_photos")
        _require(len(set(self.photos)) == len(self.photos), "photos", "photo_twice")
        _require(bool(self.pack.container) or self.pack.quantity == 1, "pack", "wrapping_missing")
        self._check_size()
        try:
            season(self.season_months)
        except SeasonError as error:
            raise DraftRefusedError(field="season_months", reason="month_wrong") from error

    def _check_texts(self) -> None:
        _require(REQUIRED_LANGUAGE in self.texts, "name", "name_missing")
        for words in self.texts.values():
            _require(bool(words.name.strip()), "name", "name_missing")
            _require(len(words.name) <= LONGEST_NAME, "name", "name_too_long")

    def _check_size(self) -> None:
        if self.size_min is None and self.size_max is None:
            return
        try:
            SizeCount(self.size_min or 0, self.size_max or 0)
        except UnitError as error:
            raise DraftRefusedError(field="size_min", reason=error.code) from error

    @property
    def name(self) -> str:
        """The Vietnamese name."""
        return self.texts[REQUIRED_LANGUAGE].name.strip()


def _require(good: bool, name: str, reason: str) -> None:
    if not good:
        raise DraftRefusedError(field=name, reason=reason)
