"""Units farmers sell in, exact factors to their base unit, prices per base unit. Pure.

A *chục* is 10, 12 or 14 pieces depending on the market, so it has no factor of its own: whoever
sells by it says how many pieces it holds.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

LARGEST_SIZE_COUNT: Final = 500
"""Shrimp of more than 500 a kilogram are not sold by size."""
_GRAMS_PER_KG: Final = 1000


class UnitError(ValueError):
    """A quantity, unit or size that means nothing.

    Args:
        code: ``unknown_unit``, ``piece_count_missing``, ``piece_count_wrong``, ``quantity_wrong``,
            ``price_wrong`` or ``size_count_wrong``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Unit:
    """One way to measure goods.

    Args:
        code: stable ASCII name, stored with products.
        name_key: the Vietnamese word; also the message id translations hang on.
        base: code of the unit its prices are compared in.
        factor_numerator: with the denominator, how many base units it holds.
        factor_denominator: 1 unless the unit is smaller than its base.
        counted: its content is pieces, so ``piece_count`` may say how many.
        needs_piece_count: it means nothing without ``piece_count``.
    """

    code: str
    name_key: str
    base: str
    factor_numerator: int = 1
    factor_denominator: int = 1
    counted: bool = False
    needs_piece_count: bool = False


@dataclass(frozen=True, slots=True)
class BasePrice:
    """What one base unit costs.

    Args:
        amount: whole đồng, halves rounded up.
        per: the Vietnamese word of the base unit, such as ``kg``.
        unit: its code.
    """

    amount: int
    per: str
    unit: str


_ALL: Final = (
    Unit("kg", "kg", "kg"),
    Unit("g", "g", "kg", 1, 1000),
    Unit("lang", "lạng", "kg", 1, 10),
    Unit("yen", "yến", "kg", 10),
    Unit("ta", "tạ", "kg", 100),
    Unit("tan", "tấn", "kg", 1000),
    Unit("lit", "lít", "lit"),
    Unit("ml", "ml", "lit", 1, 1000),
    Unit("trai", "trái", "trai"),
    Unit("cai", "cái", "cai"),
    Unit("con", "con", "con"),
    Unit("cay", "cây", "cay"),
    Unit("bo", "bó", "bo"),
    Unit("chuc", "chục", "trai", counted=True, needs_piece_count=True),
    Unit("thung", "thùng", "thung", counted=True),
    Unit("hop", "hộp", "hop", counted=True),
    Unit("tui", "túi", "tui", counted=True),
    Unit("goi", "gói", "goi", counted=True),
    Unit("chai", "chai", "chai"),
    Unit("hu", "hũ", "hu"),
    Unit("bao", "bao", "bao"),
)
UNITS: Final[dict[str, Unit]] = {unit.code: unit for unit in _ALL}


def unit(code: str) -> Unit:
    """Return the unit with this code.

    Raises:
        UnitError: ``unknown_unit``.
    """
    try:
        return UNITS[code]
    except KeyError:
        raise UnitError("unknown_unit") from None


def base_quantity(
    quantity: Decimal, code: str, piece_count: int | None = None
) -> tuple[Fraction, str]:
    """Return how many base units ``quantity`` is, exactly, and the code of that base unit.

    Args:
        quantity: of the unit; above zero.
        code: the unit.
        piece_count: pieces in one unit, for units that hold pieces.

    Raises:
        UnitError: unknown unit; no or a wrong piece count; a quantity not above zero.
    """
    found = unit(code)
    if not quantity.is_finite() or quantity <= 0:
        raise UnitError("quantity_wrong")
    if piece_count is None:
        if found.needs_piece_count:
            raise UnitError("piece_count_missing")
        factor = Fraction(found.factor_numerator, found.factor_denominator)
        return Fraction(quantity) * factor, found.base
    if piece_count < 1 or not found.counted:
        raise UnitError("piece_count_wrong")
    return Fraction(quantity) * piece_count, found.base if found.needs_piece_count else "cai"


def base_price(
    price: int, pack_quantity: Decimal, unit: str, piece_count: int | None = None
) -> BasePrice:
    """Return the price of one base unit of a pack.

    Args:
        price: of the whole pack, in đồng; zero or more.
        pack_quantity: how much the pack holds, in ``unit``.
        unit: code of the unit the pack is sold in.
        piece_count: pieces in one ``unit``: required for *chục*, allowed for cartons and boxes.

    Raises:
        UnitError: a price below zero, or what `base_quantity` refuses.

    >>> base_price(185_000, Decimal(5), "kg")
    BasePrice(amount=37000, per='kg', unit='kg')
    """
    if price < 0:
        raise UnitError("price_wrong")
    quantity, base = base_quantity(pack_quantity, unit, piece_count)
    return BasePrice(round_half_up(Fraction(price) / quantity), UNITS[base].name_key, base)


def round_half_up(value: Fraction) -> int:
    """Return the nearest whole number; a half goes up, as shopkeepers round."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@dataclass(frozen=True, slots=True)
class SizeCount:
    """A shrimp size in *con/kg*: how many weigh a kilogram. A smaller number is a larger shrimp.

    Raises:
        UnitError: ``size_count_wrong``: below 1, above 500, or the wrong way round.
    """

    smallest: int
    largest: int

    def __post_init__(self) -> None:
        """Refuse a size no scale could give."""
        if not 1 <= self.smallest <= self.largest <= LARGEST_SIZE_COUNT:
            raise UnitError("size_count_wrong")

    def __str__(self) -> str:
        if self.smallest == self.largest:
            return f"{self.smallest} con/kg"
        return f"{self.smallest}–{self.largest} con/kg"

    def grams_each(self) -> tuple[int, int]:
        """Return the weight of one animal in grams, lightest and heaviest, halves rounded up."""
        lightest = round_half_up(Fraction(_GRAMS_PER_KG, self.largest))
        return lightest, round_half_up(Fraction(_GRAMS_PER_KG, self.smallest))
