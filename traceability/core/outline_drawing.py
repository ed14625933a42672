"""The outline of a place as the numbers of a small SVG picture. Pure."""

from dataclasses import dataclass
from typing import Final

from traceability.core.outline import Outline, flattened

SIDE: Final = 120
_MARGIN: Final = 8
_STEPS: Final = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A path in a square of ``SIDE`` units, north above, with a bar of ``bar_m`` metres."""

    path: str
    corners: tuple[tuple[float, float], ...]
    bar: float
    bar_m: int


def drawn(outline: Outline) -> Drawing | None:
    """Return the drawing of a polygon; None for a point, which has no shape."""
    if not outline.rings:
        return None
    everything = [point for ring in outline.rings for point in ring]
    flat = flattened(everything)
    xs, ys = [x for x, _ in flat], [y for _, y in flat]
    scale = (SIDE - 2 * _MARGIN) / max(max(xs) - min(xs), max(ys) - min(ys))
    left = (SIDE - (max(xs) - min(xs)) * scale) / 2
    above = (SIDE - (max(ys) - min(ys)) * scale) / 2
    placed = [
        (round(left + (x - min(xs)) * scale, 1), round(above + (max(ys) - y) * scale, 1))
        for x, y in flat
    ]
    bar_m = max((step for step in _STEPS if step * scale <= SIDE / 2), default=_STEPS[0])
    return Drawing(_path(outline, placed), tuple(placed), round(bar_m * scale, 1), bar_m)


def _path(outline: Outline, placed: list[tuple[float, float]]) -> str:
    parts, start = [], 0
    for ring in outline.rings:
        corners = placed[start : start + len(ring) - 1]
        start += len(ring)
        parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z")
    return "".join(parts)
