"""What is sold as one: a bag of 5 kg, a box of 4, a ton, a chục of 12. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from marketplace.base.units.core import UNITS, BasePrice, UnitError, base_price, base_quantity

CONTAINERS: Final = ("tui", "bao", "goi", "hop", "thung", "chai", "hu")
"""Units that can hold a measured content; the same codes are units of their own."""

_GRAMS_PER_KG: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One unit of sale.

    Args:
        quantity: how much it holds, in ``unit``.
        unit: a code of ``base.units``.
        container: a code of `CONTAINERS`, or empty for loose goods ("1 kg", "1 tấn").
        piece_count: pieces in one ``unit`` where that unit is counted; required for *chục*.
        net_weight_grams: what the goods weigh where the unit does not say it.

    Raises:
        UnitError: what `base_quantity` refuses, an unknown container, a weight not above zero.
    """

    quantity: Decimal
    unit: str
    container: str = ""
    piece_count: int | None = None
    net_weight_grams: int | None = None

    def __post_init__(self) -> None:
        """Refuse a pack that has no price per base unit."""
        base_quantity(self.quantity, self.unit, self.piece_count)
        if self.container and self.container not in CONTAINERS:
            raise UnitError("unknown_unit")
        if self.net_weight_grams is not None and self.net_weight_grams < 1:
            raise UnitError("quantity_wrong")

    @property
    def grams(self) -> int | None:
        """The net weight: from the unit where it is one of weight, else as declared."""
        quantity, base = base_quantity(self.quantity, self.unit, self.piece_count)
        if base != "kg":
            return self.net_weight_grams
        return max(1, int(quantity * _GRAMS_PER_KG))

    @property
    def is_loose(self) -> bool:
        """Whether it is exactly one unit without a wrapping of its own."""
        return not self.container and self.quantity == 1

    @property
    def sold_as(self) -> str:
        """The unit code people count packs in: bag, box, kg."""
        return self.container or self.unit

    def base_price(self, price: int) -> BasePrice:
        """Return the price of one base unit when the pack costs ``price`` đồng."""
        return base_price(price, self.quantity, self.unit, self.piece_count)


def counted_as(unit: str) -> str:
    """Return the code of the pieces in a counted unit: *trái* in a chục, else *cái*."""
    return UNITS[unit].base if UNITS[unit].needs_piece_count else "cai"
