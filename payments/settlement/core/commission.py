"""Commission of a sale by its terms. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from payments.core.rounding import BASIS_POINTS, rate_of


class TermsError(ValueError):
    """Terms that contradict themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is taken of one sale.

    Args:
        basis_points: of the base; 250 are 2.5 %.
        fixed: đồng on top of that.
        minimum: at least so much.
        maximum: at most so much; None for no end.
    """

    basis_points: int = 0
    fixed: int = 0
    minimum: int = 0
    maximum: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.basis_points <= BASIS_POINTS or min(self.fixed, self.minimum) < 0:
            raise TermsError(f"{self.basis_points} bp, fixed {self.fixed}, least {self.minimum}")
        if self.maximum is not None and self.maximum < self.minimum:
            raise TermsError(f"between {self.minimum} and {self.maximum}")


def commission(base: int, terms: Terms) -> int:
    """Return the commission of a sale of ``base`` đồng: never more than the sale itself.

    >>> commission(203_000, Terms(basis_points=250))
    5075
    """
    if base <= 0:
        return 0
    raw = max(rate_of(base, terms.basis_points) + terms.fixed, terms.minimum)
    capped = raw if terms.maximum is None else min(raw, terms.maximum)
    return min(capped, base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Whom terms are for, and from when to when (both days included)."""

    pk: int
    terms: Terms
    valid_from: date
    valid_to: date | None = None
    payee: int | None = None
    kind: str = ""
    category: str = ""

    def fits(self, sale: "Sale") -> bool:
        """Return whether this rule speaks of ``sale``."""
        in_time = self.valid_from <= sale.day and (
            self.valid_to is None or sale.day <= self.valid_to
        )
        return (
            in_time
            and self.payee in {None, sale.payee}
            and self.kind in {"", sale.kind}
            and self.category in {"", sale.category}
        )

    @property
    def rank(self) -> tuple[bool, bool, bool, date, int]:
        """The narrower rule wins, then the later, then the one written last."""
        return (
            self.payee is not None,
            bool(self.category),
            bool(self.kind),
            self.valid_from,
            self.pk,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One part of a charge, as rules see it."""

    payee: int
    kind: str
    category: str
    day: date


def choose(rules: Sequence[Rule], sale: Sale) -> Rule | None:
    """Return the rule for a sale, or None where nothing is taken."""
    return max((one for one in rules if one.fits(sale)), key=lambda one: one.rank, default=None)


def whole_bases(parts: Sequence[tuple[str, int]], *, total: int) -> tuple[tuple[str, int], ...]:
    """Return the parts of a charge so that they add up to ``total``.

    What no part names counts under no category; parts that name too much are not believed.
    """
    named = sum(amount for _category, amount in parts)
    if named > total or any(amount < 0 for _category, amount in parts):
        return (("", total),)
    rest = (("", total - named),) if named < total else ()
    return tuple(one for one in parts if one[1]) + rest
