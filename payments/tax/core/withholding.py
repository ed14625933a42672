"""Tax withheld of one sale by the rates of its day. Pure.

Source: Decree 252/2026 arts 43-46 (mechanism); the percentages carry their own confidence in the
rules table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from payments.core.rounding import rate_of


class TaxClass(StrEnum):
    """What kind of sale it is, in the law's words."""

    DISTRIBUTION = "distribution"
    """Goods bought and sold on."""
    PRODUCTION = "production"
    """Goods the seller made or processed."""
    SERVICE = "service"
    TRANSPORT = "transport"
    """Transport and services that come with goods; a class of its own until 2026-06-30."""
    OTHER = "other"
    OWN_PRODUCE = "own_produce"
    """Unprocessed produce sold by whoever grew it: nothing is withheld, with a declaration."""
    UNKNOWN = ""
    """Nobody has said: the highest rates apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Rates of one class on one day, in basis points."""

    rule: int
    vat: int
    pit: int
    pit_nonresident: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a sale: a product's lines, the delivery."""

    tax_class: TaxClass
    base: int
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What is withheld of one part."""

    part: Part
    rule: int
    vat: int
    pit: int


class NoRatesError(ValueError):
    """No rule at all is valid on that day."""


def withhold(
    part: Part, rates: Mapping[TaxClass, Rates], *, resident: bool, declared: bool
) -> Withheld:
    """Return the tax of one part, each tax rounded to whole đồng, half up.

    Args:
        part: with its base, more than zero.
        rates: valid on the day of the sale.
        resident: of the seller, for income tax.
        declared: whether the seller has declared to sell only what they grew.

    Raises:
        NoRatesError: there are none.
    """
    doubtful = part.tax_class == TaxClass.OWN_PRODUCE and not declared
    known = None if doubtful else rates.get(part.tax_class)
    used = known or highest(rates, resident=resident)
    return Withheld(
        part=part,
        rule=used.rule,
        vat=rate_of(part.base, used.vat),
        pit=rate_of(part.base, _pit(used, resident=resident)),
    )


def highest(rates: Mapping[TaxClass, Rates], *, resident: bool) -> Rates:
    """Return the rates that take most: those of a sale of unknown class.

    Raises:
        NoRatesError: there are none.
    """
    if not rates:
        raise NoRatesError
    return max(rates.values(), key=lambda one: (one.vat + _pit(one, resident=resident), one.rule))


def whole_parts(parts: Sequence[Part], *, total: int) -> tuple[Part, ...]:
    """Return parts that add up to ``total``: what nobody named is of unknown class.

    Parts that name too much are not believed: then all of it is of unknown class.
    """
    named = sum(one.base for one in parts)
    if named > total or any(one.base < 0 for one in parts):
        return (Part(tax_class=TaxClass.UNKNOWN, base=total),)
    rest = Part(tax_class=TaxClass.UNKNOWN, base=total - named)
    return tuple(one for one in (*parts, rest) if one.base)


def _pit(rates: Rates, *, resident: bool) -> int:
    """Return the income tax rate; where none is known for non-residents, the residents'."""
    if resident or rates.pit_nonresident is None:
        return rates.pit
    return rates.pit_nonresident
