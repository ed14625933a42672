"""Whole đồng of rates and shares. Pure; no floats anywhere."""

BASIS_POINTS = 10_000
"""Parts of a whole that rates are written in: 100 are one per cent."""


class RoundingError(ValueError):
    """Amounts that no share can be taken of."""


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient of two whole numbers, half rounded up.

    >>> half_up(5, 2), half_up(4, 3)
    (3, 1)

    Raises:
        RoundingError: the numerator is negative or the denominator not more than zero.
    """
    if numerator < 0 or denominator <= 0:
        raise RoundingError(f"{numerator}/{denominator}")
    return (2 * numerator + denominator) // (2 * denominator)


def rate_of(amount: int, basis_points: int) -> int:
    """Return ``basis_points`` of an amount in minor units."""
    return half_up(amount * basis_points, BASIS_POINTS)


def share(amount: int, *, part: int, whole: int) -> int:
    """Return the part of ``amount`` that ``part`` is of ``whole``; all of all is exact.

    Raises:
        RoundingError: ``part`` is negative or more than ``whole``.
    """
    if not 0 <= part <= whole:
        raise RoundingError(f"{part} of {whole}")
    return half_up(amount * part, whole) if whole else 0
