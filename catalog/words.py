"""Packs, prices and seasons in words of the language in use."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.core.packs import Pack, counted_as
from catalog.core.seasons import spans
from marketplace.base.units.core import BasePrice
from marketplace.base.units.names import unit_name
from marketplace.base.words.formats import dong, number

GRAMS_PER_KG = 1000


def pack_words(pack: Pack) -> str:
    """Return *Túi 5 kg*, *Hộp 4 cái*, *Chục 12 trái*, *1 kg*."""
    content = f"{number(pack.quantity)} {unit_name(pack.unit)}"
    if pack.container:
        return f"{capfirst(unit_name(pack.container))} {content}"
    if pack.piece_count is None:
        return content
    pieces = f"{number(pack.piece_count)} {unit_name(counted_as(pack.unit))}"
    if pack.quantity == 1:
        return f"{capfirst(unit_name(pack.unit))} {pieces}"
    return _("%(content)s of %(pieces)s") % {"content": content, "pieces": pieces}


def weight_words(grams: int) -> str:
    """Return *400 g* or *1,5 kg*."""
    if grams < GRAMS_PER_KG:
        return f"{number(grams)} g"
    return f"{number(Decimal(grams) / GRAMS_PER_KG)} kg"


def unit_price_words(price: BasePrice) -> str:
    """Return *37.000 ₫/kg*."""
    return f"{dong(price.amount)}/{unit_name(price.unit)}"


def stock_words(count: int, pack: Pack) -> str:
    """Return *Còn 240 túi*."""
    return _("%(count)s %(unit)s left") % {
        "count": number(count),
        "unit": unit_name(pack.sold_as),
    }


def season_words(months: Sequence[int]) -> str:
    """Return *tháng 11–3, tháng 7*; empty when the goods are there all year."""
    if not months:
        return ""
    return ", ".join(_span_words(first, last) for first, last in spans(months))


def _span_words(first: int, last: int) -> str:
    if first == last:
        return pgettext("season", "month %(month)s") % {"month": first}
    return pgettext("season", "months %(first)s–%(last)s") % {"first": first, "last": last}
