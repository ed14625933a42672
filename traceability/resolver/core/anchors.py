"""The levels of a GS1 Digital Link, from what was scanned up to its key. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from traceability.gs1.digital_link import CANONICAL_STEM, ParsedLink, escape
from traceability.gs1.element_string import Element

PRIMARY_KEYS = (
    *("00", "01", "253", "255", "401", "402", "414", "415", "417"),
    *("8003", "8004", "8006", "8010", "8013", "8017", "8018"),
)
"""Every key that the dictionary lets stand in the path."""


class Level(StrEnum):
    """What an anchor names."""

    ITEM = "item"
    LOT = "lot"
    SERIAL = "serial"
    PLACE = "place"
    PARTY = "party"
    ASSET = "asset"
    UNIT = "unit"
    DOCUMENT = "document"


_LEVEL_OF_KEY = {
    "00": Level.UNIT,
    "401": Level.UNIT,
    "402": Level.UNIT,
    "253": Level.DOCUMENT,
    "255": Level.DOCUMENT,
    "414": Level.PLACE,
    "415": Level.PARTY,
    "417": Level.PARTY,
    "8017": Level.PARTY,
    "8018": Level.PARTY,
    "8003": Level.ASSET,
    "8004": Level.ASSET,
}
_LEVEL_OF_QUALIFIER = {
    "10": Level.LOT,
    "21": Level.SERIAL,
    "235": Level.SERIAL,
    "8011": Level.SERIAL,
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """One level: the key and the qualifiers that lead to it."""

    elements: tuple[Element, ...]

    @property
    def path(self) -> str:
        """Return the canonical path, percent-encoded."""
        return "".join(f"/{one.ai}/{escape(one.value, in_query=False)}" for one in self.elements)

    @property
    def canonical(self) -> str:
        """Return the level as events name it: a pack without its lot."""
        finest = [one for one in self.elements if one.ai != "10" or not self.value("21")]
        return CANONICAL_STEM + Anchor(tuple(finest)).path

    @property
    def key(self) -> str:
        """Return the application identifier of its key."""
        return self.elements[0].ai

    @property
    def level(self) -> Level:
        """Return what it names."""
        base = _LEVEL_OF_KEY.get(self.key, Level.ITEM)
        return _LEVEL_OF_QUALIFIER.get(self.elements[-1].ai, base) if base == Level.ITEM else base

    def value(self, ai: str) -> str:
        """Return the value of ``ai``; empty where the level has none."""
        return next((one.value for one in self.elements if one.ai == ai), "")


def anchors(link: ParsedLink) -> list[Anchor]:
    """Return the levels of ``link``, the finest first, its key last."""
    whole = (link.key, *link.qualifiers)
    return [Anchor(whole[:count]) for count in range(len(whole), 0, -1)]
