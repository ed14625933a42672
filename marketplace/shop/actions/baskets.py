"""What a buyer does to a basket. Quantities are cut to what is there, and the caller is told."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from oscar.apps.partner.availability import Unavailable

from marketplace.shop.basket.models import Basket, Line
from marketplace.shop.errors import BasketBlockedError

if TYPE_CHECKING:
    from catalog.models import Product

MOST_PACKS = 9_999


@dataclass(frozen=True, slots=True)
class BasketChange:
    """What became of a wish: ``left`` is set when fewer were there than wanted."""

    quantity: int
    left: int | None = None


def add_to_basket(*, basket: Basket, product: "Product", quantity: int) -> BasketChange:
    """Put packs of a product into the basket, on top of those in it.

    Raises:
        BasketBlockedError: the product is not for sale.
    """
    with transaction.atomic():
        info = basket.strategy.fetch_for_product(product)
        if info.stockrecord is None or isinstance(info.availability, Unavailable):
            raise BasketBlockedError(products=[str(product.title)])
        held = basket.lines.filter(product=product).first() if basket.pk else None
        wanted = (held.quantity if held else 0) + max(quantity, 1)
        change = _cut(wanted, info.stockrecord.net_stock_level)
        if change.quantity == 0:
            raise BasketBlockedError(products=[str(product.title)])
        if held is None:
            basket.add_product(product, change.quantity)
        else:
            held.quantity = change.quantity
            held.save(update_fields=["quantity"])
    return change


def change_quantity(*, line: Line, quantity: int) -> BasketChange:
    """Set how many packs a line asks for; none takes the line out."""
    if quantity <= 0:
        remove_line(line=line)
        return BasketChange(0)
    change = _cut(quantity, line.stockrecord.net_stock_level)
    line.quantity = change.quantity
    line.save(update_fields=["quantity"])
    return change


def remove_line(*, line: Line) -> None:
    """Take a line out of its basket."""
    line.delete()


def _cut(wanted: int, left: int) -> BasketChange:
    """Return what of the wish can be had."""
    wanted = min(wanted, MOST_PACKS)
    if wanted > left:
        return BasketChange(max(left, 0), left=max(left, 0))
    return BasketChange(wanted)
