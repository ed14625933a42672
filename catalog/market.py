"""What others ask for the same kind of goods: a hint for sellers, a guard against a lost zero."""

from dataclasses import dataclass

from catalog.core.packs import Pack
from catalog.listing.models import ListingRow
from catalog.models import Category
from marketplace.base.units.core import BasePrice

FEWEST_OFFERS = 3
"""Of fewer others nothing can be said, and one could be recognised."""
FAR = 5
"""A price this many times above or below the middle is asked about."""
MOST_OFFERS = 500


@dataclass(frozen=True, slots=True)
class Market:
    """Prices of one base unit in a group.

    Args:
        low: a quarter ask less.
        middle: half ask less.
        high: a quarter ask more.
        unit: code of the base unit.
        sellers: how many sell there.
    """

    low: int
    middle: int
    high: int
    unit: str
    sellers: int


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """A price for one base unit beside those of others.

    Args:
        price: of the base unit.
        market: None where there are too few others.
        suggestion: another price of the pack that would fit, when a digit seems lost or doubled.
    """

    price: BasePrice
    market: Market | None
    suggestion: int | None = None


def check_price(*, pack: Pack, price: int, category_id: int | None) -> PriceCheck:
    """Return the unit price of a pack and what to ask about it. One query, two with a category."""
    base = pack.base_price(price)
    market = _market(category_id, base.unit) if category_id else None
    return PriceCheck(base, market, _suggestion(price, base, market))


def _market(category_id: int, unit: str) -> Market | None:
    category = Category.objects.filter(pk=category_id).first()
    if category is None:
        return None
    rows = ListingRow.objects.filter(
        category_path__gte=category.path,
        category_path__lt=f"{category.path}~",
        facts__base_unit=unit,
    )
    found = list(rows.order_by("-listed_at").values_list("base_price", "seller_id")[:MOST_OFFERS])
    sellers = len({seller for _price, seller in found})
    if sellers < FEWEST_OFFERS:
        return None
    prices = sorted(price for price, _seller in found)
    low, middle, high = (prices[len(prices) * part // 4] for part in (1, 2, 3))
    return Market(low, middle, high, unit, sellers)


def _suggestion(price: int, base: BasePrice, market: Market | None) -> int | None:
    if market is None:
        return None
    if base.amount * FAR < market.middle:
        return price * 10
    if base.amount > market.middle * FAR and price % 10 == 0:
        return price // 10
    return None
