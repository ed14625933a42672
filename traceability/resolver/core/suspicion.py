"""When a pack is opened in ways that one pack is not. Pure: sightings in, findings out.

A printed code can always be photographed: rules make copies visible, they prove nothing. So each
only gives points, weights are settings, and a mark that is set stays until the points have fallen
well below the line (hysteresis): a page that changes its mind every hour helps nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


class Rule(StrEnum):
    """What can be odd about scans of a pack."""

    MANY_DEVICES = "many_devices"
    TOO_FAR = "too_far"
    TOO_EARLY = "too_early"
    OUTSIDE_MARKET = "outside_market"
    AFTER_SALE = "after_sale"
    AFTER_END = "after_end"


@dataclass(frozen=True, slots=True)
class Area:
    """A province: its code and a point in its middle, in degrees."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """That some device opened the page; ``area`` is None where nobody can tell."""

    at: datetime
    area: Area | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """What the rules know of a pack.

    Args:
        devices: how many devices opened it within the window, since it was last cleared.
        on_sale_since: when its label was activated; None for one that never was.
        sold_on: the day it was sold at retail, if that was told.
        ended_on: the day its label was thrown away or its goods destroyed.
        destinations: countries or provinces it is meant for; empty for anywhere.
    """

    devices: int
    on_sale_since: datetime | None
    sold_on: date | None = None
    ended_on: date | None = None
    destinations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The lines that rules draw.

    Args:
        weights: points of each rule; a rule without points is off.
        devices: more than so many within the window are odd.
        fastest_kmh: nobody travels faster with a bag of rice.
        least_km: nearer areas are never too far apart: areas are guessed from addresses.
        devices_after_sale: a household opens what it bought on so many phones.
        raise_at: a pack with so many points is marked.
        lower_below: a marked pack with fewer points is not marked any more.
    """

    weights: Mapping[str, int]
    devices: int = 20
    fastest_kmh: float = 900.0
    least_km: float = 100.0
    devices_after_sale: int = 5
    raise_at: int = 60
    lower_below: int = 30


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule that spoke up, with its points and the bare facts."""

    rule: Rule
    points: int
    facts: Mapping[str, str | int]


def findings(sightings: Sequence[Sighting], pack: PackFacts, limits: Limits) -> list[Spoken]:
    """Return what is odd about ``sightings`` (one for each device) of a pack."""
    seen = sorted(sightings, key=lambda one: one.at)
    odd: dict[Rule, Mapping[str, str | int] | None] = {
        Rule.MANY_DEVICES: _many(pack, limits),
        Rule.TOO_FAR: _too_far(seen, limits),
        Rule.TOO_EARLY: _too_early(seen, pack),
        Rule.OUTSIDE_MARKET: _outside(seen, pack.destinations),
        Rule.AFTER_SALE: _after(seen, pack.sold_on, limits.devices_after_sale),
        Rule.AFTER_END: _after(seen, pack.ended_on, 0),
    }
    return [
        Spoken(rule, points, facts)
        for rule, facts in odd.items()
        if facts is not None and (points := limits.weights.get(rule, 0))
    ]


def score(points: Iterable[tuple[str, int]]) -> int:
    """Return the points of a pack: each rule counts once, with the most it gave.

    >>> score([("too_far", 50), ("too_far", 50), ("after_sale", 10)])
    60
    """
    most: dict[str, int] = {}
    for rule, given in points:
        most[rule] = max(given, most.get(rule, 0))
    return sum(most.values())


def is_marked(points: int, limits: Limits, *, was_marked: bool) -> bool:
    """Say whether a pack is marked: a mark is set at one line and taken away at a lower one."""
    return points >= (limits.lower_below if was_marked else limits.raise_at)


def kilometres(one: Area, other: Area) -> float:
    """Return the distance between the middles of two areas (haversine)."""
    north, south = radians(one.latitude), radians(other.latitude)
    turn = radians(other.longitude - one.longitude)
    part = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(turn / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(part)))


def _many(pack: PackFacts, limits: Limits) -> dict[str, str | int] | None:
    return {"devices": pack.devices} if pack.devices > limits.devices else None


def _too_far(seen: Sequence[Sighting], limits: Limits) -> dict[str, str | int] | None:
    """Return the first neighbours in time whose areas nobody travels between so fast."""
    placed = [(one.at, one.area) for one in seen if one.area is not None]
    for (earlier, here), (later, there) in pairwise(placed):
        apart = kilometres(here, there)
        hours = (later - earlier) / timedelta(hours=1)
        if apart >= limits.least_km and apart > hours * limits.fastest_kmh:
            return {"from": here.code, "to": there.code, "km": round(apart)}
    return None


def _too_early(seen: Sequence[Sighting], pack: PackFacts) -> dict[str, str | int] | None:
    since = pack.on_sale_since
    early = [one for one in seen if since is None or one.at < since]
    return {"devices": len(early)} if early and pack.ended_on is None else None


def _outside(seen: Sequence[Sighting], destinations: frozenset[str]) -> dict[str, str | int] | None:
    """Return an area outside the destinations; ``VN`` holds ``VN-52``."""
    codes = [one.area.code for one in seen if one.area is not None]
    inside = {code for code in codes if {code, code.partition("-")[0]} & destinations}
    strange = next((code for code in codes if code not in inside), "")
    return {"area": strange} if destinations and strange else None


def _after(seen: Sequence[Sighting], day: date | None, most: int) -> dict[str, str | int] | None:
    late = [one for one in seen if day is not None and one.at.date() > day]
    return {"devices": len(late)} if len(late) > most else None
