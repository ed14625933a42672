"""The shape of a field or pond on the ground: checked, measured. Pure.

A shape is a point or one polygon (holes allowed) in WGS 84, longitude before latitude as in
GeoJSON (RFC 7946). Areas are right to about 0.1 % for anything a person can farm: the ring is laid
flat with the ellipsoid's two radii at its middle.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final, TypeAlias

Point: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees."""
Ring: TypeAlias = tuple[Point, ...]
"""Closed: the last point is the first."""

MOST_POINTS: Final = 500
_CORNERS: Final = 4
"""The fewest points of a closed ring: a triangle and its first point again."""
_EQUATOR_M: Final = 6_378_137.0
_ECCENTRICITY_SQUARED: Final = 0.00669437999014
_DIGITS: Final = 7
"""Decimals kept: a centimetre."""


class OutlineError(ValueError):
    """What is wrong with a shape: a stable code, and the numbers a sentence may name."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds that a country lies in, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Say whether ``point`` lies inside."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


@dataclass(frozen=True, slots=True)
class Outline:
    """A point (no rings) or a polygon: the outer ring, then holes."""

    point: Point | None = None
    rings: tuple[Ring, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """Return every corner once."""
        return (self.point,) if self.point else tuple(p for ring in self.rings for p in ring[:-1])

    @property
    def area_m2(self) -> float:
        """Return the area in square metres, holes left out; 0 for a point."""
        if not self.rings:
            return 0.0
        sizes = [ring_area(ring) for ring in self.rings]
        return sizes[0] - sum(sizes[1:])

    def geojson(self) -> dict[str, object]:
        """Return the shape as a GeoJSON geometry."""
        if self.point:
            return {"type": "Point", "coordinates": list(self.point)}
        rings = [[list(point) for point in ring] for ring in self.rings]
        return {"type": "Polygon", "coordinates": rings}


def polygon(rings: Sequence[Sequence[Point]], box: Box) -> Outline:
    """Return a checked polygon; a ring that is left open is closed.

    Raises:
        OutlineError: ``no_ring``, ``too_many_points``, ``too_few_points``, ``out_of_range``,
            ``swapped``, ``outside``, ``crosses`` (with the corners' numbers) or ``no_area``.
    """
    if not rings:
        raise OutlineError("no_ring")
    closed = tuple(_closed(ring) for ring in rings)
    if sum(len(ring) for ring in closed) > MOST_POINTS:
        raise OutlineError("too_many_points", most=MOST_POINTS)
    for ring in closed:
        _check_ring(ring, box)
    return Outline(rings=closed)


def at_point(point: Point, box: Box) -> Outline:
    """Return a checked point.

    Raises:
        OutlineError: ``out_of_range``, ``swapped`` or ``outside``.
    """
    _check_point(point, box)
    return Outline(point=_rounded(point))


def ring_area(ring: Sequence[Point]) -> float:
    """Return the area within a closed ring in square metres."""
    flat = flattened(ring)
    pairs = pairwise(flat)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def flattened(ring: Sequence[Point]) -> list[tuple[float, float]]:
    """Return the points in metres east and north of the ring's middle.

    Source: radii of curvature of the WGS 84 ellipsoid.
    """
    lon0 = sum(point[0] for point in ring) / len(ring)
    lat0 = sum(point[1] for point in ring) / len(ring)
    wave = 1 - _ECCENTRICITY_SQUARED * math.sin(math.radians(lat0)) ** 2
    east = _EQUATOR_M / math.sqrt(wave) * math.cos(math.radians(lat0))
    north = _EQUATOR_M * (1 - _ECCENTRICITY_SQUARED) / wave**1.5
    return [(math.radians(x - lon0) * east, math.radians(y - lat0) * north) for x, y in ring]


def _closed(ring: Sequence[Point]) -> Ring:
    points = [_rounded(point) for point in ring]
    kept = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    if kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    return tuple(kept)


def _rounded(point: Point) -> Point:
    return (round(point[0], _DIGITS), round(point[1], _DIGITS))


def _check_ring(ring: Ring, box: Box) -> None:
    if len(ring) < _CORNERS:
        raise OutlineError("too_few_points")
    for point in ring:
        _check_point(point, box)
    crossing = first_crossing(ring)
    if crossing:
        raise OutlineError("crosses", first=crossing[0] + 1, second=crossing[1] + 1)
    if ring_area(ring) < 1:
        raise OutlineError("no_area")


def _check_point(point: Point, box: Box) -> None:
    lon, lat = point
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 180):  # noqa: PLR2004 -- degrees
        raise OutlineError("out_of_range", lon=lon, lat=lat)
    if box.holds(point):
        return
    if box.holds((lat, lon)):
        raise OutlineError("swapped", lon=lon, lat=lat)
    if abs(lat) > 90:  # noqa: PLR2004 -- degrees
        raise OutlineError("out_of_range", lon=lon, lat=lat)
    raise OutlineError("outside", lon=lon, lat=lat)


def first_crossing(ring: Sequence[Point]) -> tuple[int, int] | None:
    """Return the numbers of the first two sides of a closed ring that touch or cross."""
    sides = list(pairwise(ring))
    last = len(sides) - 1
    for (i, one), (j, other) in combinations(enumerate(sides), 2):
        if j == i + 1 or (i == 0 and j == last):
            if _folds_back(one, other, is_next=j == i + 1):
                return i, j
        elif _touch(one, other):
            return i, j
    return None


_Side: TypeAlias = tuple[Point, Point]


def _folds_back(one: _Side, other: _Side, *, is_next: bool) -> bool:
    """Say whether a side runs back along its neighbour."""
    first, second = (one, other) if is_next else (other, one)
    (a, b), (_, c) = first, second
    dot = (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1])
    return _turn(a, b, c) == 0 and dot > 0


def _touch(one: _Side, other: _Side) -> bool:
    (a, b), (c, d) = one, other
    turns = (_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b))
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    ends = ((turns[0], one, c), (turns[1], one, d), (turns[2], other, a), (turns[3], other, b))
    return any(turn == 0 and _between(side, point) for turn, side, point in ends)


def _turn(a: Point, b: Point, c: Point) -> int:
    """Return 1 for a turn to the left at ``b``, -1 to the right, 0 for straight on."""
    scale = 10**_DIGITS  # whole numbers: no side is missed or invented by rounding
    ax, ay, bx, by, cx, cy = (round(value * scale) for point in (a, b, c) for value in point)
    cross = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    return (cross > 0) - (cross < 0)


def _between(side: _Side, point: Point) -> bool:
    (a, b), (x, y) = side, point
    return min(a[0], b[0]) <= x <= max(a[0], b[0]) and min(a[1], b[1]) <= y <= max(a[1], b[1])
