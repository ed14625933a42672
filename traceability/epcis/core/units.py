"""Units of measure that can be compared with each other. Pure.

Source: UN/CEFACT Recommendation 20, common codes and conversion factors.
"""

from decimal import Decimal
from typing import NamedTuple


class Scale(NamedTuple):
    """How a unit reads in the base unit of its family: ``base = value * factor + offset``."""

    base: str
    factor: Decimal
    offset: Decimal = Decimal(0)


def _scales(base: str, **factors: str) -> dict[str, Scale]:
    return {unit: Scale(base, Decimal(factor)) for unit, factor in {base: "1", **factors}.items()}


_KELVIN = Decimal("273.15")

SCALES: dict[str, Scale] = {
    **_scales("KGM", GRM="0.001", MGM="0.000001", TNE="1000", DTN="100", LBR="0.45359237"),
    **_scales("LTR", MLT="0.001", CLT="0.01", HLT="100", MTQ="1000", DMQ="1"),
    **_scales("MTR", MMT="0.001", CMT="0.01", DMT="0.1", KMT="1000"),
    **_scales("MTK", HAR="10000", CMK="0.0001", KMK="1000000"),
    **_scales("SEC", MIN="60", HUR="3600", DAY="86400"),
    **_scales("PAL", KPA="1000", A97="100", BAR="100000", MBR="100"),
    **_scales("D10", H61="0.1"),
    "CEL": Scale("CEL", Decimal(1)),
    "KEL": Scale("CEL", Decimal(1), -_KELVIN),
    "FAH": Scale("CEL", Decimal(5) / 9, Decimal(-160) / 9),
}
"""Units by common code. Those that are missing compare with themselves only."""

_DIGITS = Decimal("0.000000001")


def in_base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return ``value`` in the base unit of ``unit``'s family, and that unit.

    >>> in_base(Decimal("500"), "GRM")
    (Decimal('0.500000000'), 'KGM')
    """
    scale = SCALES.get(unit, Scale(unit, Decimal(1)))
    return (value * scale.factor + scale.offset).quantize(_DIGITS), scale.base


def alike(value: Decimal, unit: str) -> list[tuple[Decimal, str]]:
    """Return the same amount in every unit of the family: what a stored amount may be written in.

    >>> alike(Decimal(1), "H87")
    [(Decimal('1'), 'H87')]
    """
    if unit not in SCALES:
        return [(value, unit)]
    base, family = in_base(value, unit)
    return [(value, unit)] + [
        (((base - scale.offset) / scale.factor).quantize(_DIGITS), other)
        for other, scale in SCALES.items()
        if scale.base == family and other != unit
    ]
