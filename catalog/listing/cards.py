"""Cards: a listing row in the words of the language in use, today.

A card is hashable by all that it shows, so it is its own cache key: ``{% product_card card %}``
keeps its HTML in the process (bounded, by language, theme and build).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.core.seasons import next_month
from catalog.listing.facts import Facts
from catalog.listing.models import ListingRow
from catalog.pictures import small_picture
from catalog.words import pack_words, unit_price_words
from marketplace.base.media.models import PictureUrls
from marketplace.base.units.core import UNITS, BasePrice


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One product in a list.

    Args:
        version: changes when the row does.
        name: in the language in use, else Vietnamese.
        price: of one pack, whole đồng.
        pack: in words, such as *Túi 5 kg*.
        unit_price: in words, such as *37.000 ₫/kg*; always there.
        url: of the product's page.
        image: None without a photo.
        ocop: stars that may be shown today, None without.
        seller: shop name.
        place: ward or commune.
        traceable: a module above has a live, verified lot.
        in_stock: at least one can be bought.
        season: words about when it comes back, or that it is in season now; may be empty.
        in_season: it has a season and this is it.
    """

    product_id: int
    version: str
    name: str
    price: int
    pack: str
    unit_price: str
    url: str
    image: PictureUrls | None
    ocop: int | None
    seller: str
    place: str
    traceable: bool
    in_stock: bool
    season: str
    in_season: bool


def card_of(row: ListingRow, today: dt.date | None = None) -> Card:
    """Return the card of a row; no queries."""
    day = today or timezone.localdate()
    facts = Facts.from_json(row.facts)
    in_season = day.month in facts.season
    return Card(
        product_id=row.pk,
        version=row.version,
        name=_in_language(facts.names),
        price=facts.price,
        pack=pack_words(facts.pack),
        unit_price=unit_price_words(_base_price(facts)),
        url=f"/p/{facts.slug}/",
        image=small_picture(facts.picture),
        ocop=_stars(facts, day),
        seller=facts.seller,
        place=facts.place,
        traceable=facts.extra.get("traceable") is True,
        in_stock=facts.in_stock,
        season=_season_words(facts, day.month),
        in_season=in_season,
    )


def _in_language(names: Mapping[str, str]) -> str:
    return names.get((get_language() or "vi").split("-")[0]) or names["vi"]


def _base_price(facts: Facts) -> BasePrice:
    return BasePrice(facts.base_price, UNITS[facts.base_unit].name_key, facts.base_unit)


def _stars(facts: Facts, day: dt.date) -> int | None:
    shown = facts.stars and facts.stars_until is not None and day <= facts.stars_until
    return facts.stars if shown else None


def _season_words(facts: Facts, month: int) -> str:
    if not facts.season or facts.in_stock:
        return ""
    coming = next_month(facts.season, month)
    return _("Back around month %(month)s") % {"month": coming} if coming else ""
