"""A day's sums. Pure.

>>> totals([("qr", 50_000), ("cash", 35_000), ("expense", -20_000)]).cash_in_drawer
15000
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

CASHLESS = frozenset({"qr", "static", "wallet"})
IN_DRAWER = frozenset({"cash", "return_cash", "expense", "correction"})
GIVEN_BACK = frozenset({"return", "return_cash"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """Sums of a day in đồng; ``given_back`` is zero or less, counts are of lines that came in."""

    cashless: int
    cash: int
    given_back: int
    cash_in_drawer: int
    cashless_count: int
    cash_count: int
    lines: int

    @property
    def takings(self) -> int:
        """What came in all, before anything was given back."""
        return self.cashless + self.cash

    @property
    def count(self) -> int:
        """How many times money came."""
        return self.cashless_count + self.cash_count

    @property
    def cashless_share(self) -> int:
        """Whole percent of the takings that came without cash; 0 on a day without any."""
        return share(self.cashless, self.takings)


def totals(lines: Iterable[tuple[str, int]]) -> DayTotals:
    """Return the sums of ``lines``: pairs of a kind and a signed amount in đồng."""
    amounts: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for kind, amount in lines:
        amounts[kind] += amount
        counts[kind] += 1 if amount > 0 else -1
    return DayTotals(
        cashless=sum(amounts[kind] for kind in CASHLESS),
        cash=amounts["cash"],
        given_back=sum(amounts[kind] for kind in GIVEN_BACK),
        cash_in_drawer=sum(amounts[kind] for kind in IN_DRAWER),
        cashless_count=sum(counts[kind] for kind in CASHLESS),
        cash_count=counts["cash"],
        lines=sum(abs(count) for count in counts.values()),
    )


def share(part: int, whole: int) -> int:
    """Return ``part`` of ``whole`` in whole percent, halves up; 0 of nothing.

    >>> share(2_180_000, 3_265_000)
    67
    """
    return (200 * part + whole) // (2 * whole) if whole > 0 else 0
