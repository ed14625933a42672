"""The lines of a small chart. Pure: numbers in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 320, 96, 6


@dataclass(frozen=True, slots=True)
class Line:
    """A chart of one measure.

    Args:
        points: for ``<polyline points>``.
        limits: heights of the limit lines.
        low: the least value.
        high: the greatest value.
        latest: the last value.
        first_at: when the first was measured.
        last_at: when the last was measured.
    """

    points: str
    limits: Sequence[float]
    low: Decimal
    high: Decimal
    latest: Decimal
    first_at: datetime
    last_at: datetime


def line(values: Sequence[tuple[datetime, Decimal]], limits: Sequence[Decimal] = ()) -> Line | None:
    """Return the chart of values in order of time; None for none."""
    if not values:
        return None
    numbers = [value for _, value in values]
    low, high = min([*numbers, *limits]), max([*numbers, *limits])
    start, end = values[0][0], values[-1][0]
    seconds = (end - start).total_seconds() or 1.0

    def down(value: Decimal) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)

    def across(moment: datetime) -> float:
        share = (moment - start).total_seconds() / seconds
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    points = " ".join(f"{across(moment)},{down(value)}" for moment, value in values)
    return Line(
        points, [down(one) for one in limits], min(numbers), max(numbers), numbers[-1], start, end
    )
