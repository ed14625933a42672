"""What goes in comes out: mass balance with the water taken into account. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

STANDARD_MOISTURE: Final = Decimal(14)
"""Percent of water that weights of paddy are compared at."""
_WHOLE: Final = Decimal(100)

Verdict: TypeAlias = Literal["balanced", "gain", "loss"]


@dataclass(frozen=True, slots=True)
class Balance:
    """Kilograms that went in and came out, both at 14 % moisture where that is known.

    ``difference_kg`` is what came out too much (positive) or is not accounted for (negative).
    """

    in_kg: Decimal
    out_kg: Decimal
    loss_kg: Decimal
    difference_kg: Decimal
    verdict: Verdict

    @property
    def percent(self) -> Decimal:
        """Return the difference in percent of what went in."""
        return (self.difference_kg / self.in_kg * _WHOLE).quantize(Decimal("0.1"))


def at_standard_moisture(kilograms: Decimal, moisture: Decimal) -> Decimal:
    """Return what so many kilograms weigh at 14 % moisture: the dry matter stays.

    >>> at_standard_moisture(Decimal(1000), Decimal(14))
    Decimal('1000')
    """
    return kilograms * (_WHOLE - moisture) / (_WHOLE - STANDARD_MOISTURE)


def mass_balance(
    in_kg: Decimal,
    out_kg: Decimal,
    *,
    loss_kg: Decimal = Decimal(0),
    moistures: tuple[Decimal | None, Decimal | None] = (None, None),
    gain_percent: Decimal = Decimal(2),
    loss_percent: Decimal = Decimal(5),
) -> Balance:
    """Compare what went in with what came out and what is written down as lost.

    Args:
        in_kg: everything that went in; more than zero.
        out_kg: everything that came out, by-products too.
        loss_kg: dust, spoilage: what somebody wrote down as lost.
        moistures: percent of water before and after; only where both are known weights are
            corrected to 14 %.
        gain_percent: by how much more may come out, for scales are not exact.
        loss_percent: by how much less may come out unexplained.
    """
    before, after = moistures
    if before is not None and after is not None:
        in_kg, out_kg = at_standard_moisture(in_kg, before), at_standard_moisture(out_kg, after)
    difference = out_kg + loss_kg - in_kg
    verdict: Verdict = "balanced"
    if difference > in_kg * gain_percent / _WHOLE:
        verdict = "gain"
    elif -difference > in_kg * loss_percent / _WHOLE:
        verdict = "loss"
    return Balance(in_kg, out_kg, loss_kg, difference, verdict)
