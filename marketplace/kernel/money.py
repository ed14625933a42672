"""Amounts of money: whole đồng, or whole minor units of another currency. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

# Source: ISO 4217, column "minor unit".
MINOR_UNITS = {"VND": 0, "USD": 2, "EUR": 2, "JPY": 0, "KRW": 0}


class MoneyError(ValueError):
    """An amount is not whole, or two currencies were mixed."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An integer number of minor units (đồng for VND) with its currency.

    >>> Money(185_000) * 2
    Money(amount=370000, currency='VND')
    """

    amount: int
    currency: str = "VND"

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise MoneyError(f"{self.amount!r} is no whole number of minor units")
        if self.currency not in MINOR_UNITS:
            raise MoneyError(f"unknown currency {self.currency!r}")

    @classmethod
    def from_decimal(cls, value: Decimal, currency: str = "VND") -> "Money":
        """Return ``value`` (in major units) as money.

        Raises:
            MoneyError: a fraction of a minor unit would be lost, or the value is not finite.
        """
        if currency not in MINOR_UNITS:
            raise MoneyError(f"unknown currency {currency!r}")
        if not value.is_finite():
            raise MoneyError(f"{value} is no amount")
        units = value.scaleb(MINOR_UNITS[currency])
        if units != units.to_integral_value():
            raise MoneyError(f"{value} {currency} is not whole")
        return cls(int(units), currency)

    def to_decimal(self) -> Decimal:
        """Return the amount in major units, for Oscar's border."""
        return Decimal(self.amount).scaleb(-MINOR_UNITS[self.currency])

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __radd__(self, other: int) -> "Money":
        """Let ``sum`` start from 0."""
        if other != 0:
            return NotImplemented
        return self

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __str__(self) -> str:
        """For logs; people see ``base.words.formats``."""
        return f"{self.to_decimal()} {self.currency}"

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise MoneyError(f"{self} and {other} are not in one currency")
        return other.amount
