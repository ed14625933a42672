"""What a walk through the events finds: things, events, and which event names which thing. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

NEVER = datetime.min.replace(tzinfo=UTC)
EVER = datetime.max.replace(tzinfo=UTC)

OBJECT = "ObjectEvent"
TRANSFORMATION = "TransformationEvent"


class Role(StrEnum):
    """In which list of an event a thing stands."""

    EPC = "epc"
    PARENT = "parent"
    CHILD = "child"
    INPUT = "input"
    OUTPUT = "output"


class Direction(StrEnum):
    """Where a walk goes: to what goods were made of, or to what became of them."""

    BACKWARD = "backward"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Step:
    """An event, as far as the walk asks."""

    pk: int
    time: datetime
    kind: str
    action: str = ""

    @property
    def is_packing(self) -> bool:
        """Say whether children went into a parent."""
        return self.action == "ADD"

    @property
    def is_unpacking(self) -> bool:
        """Say whether children came out of a parent."""
        return self.action == "DELETE"


@dataclass(frozen=True, slots=True)
class Naming:
    """An edge: the event ``step`` names the thing ``uri``; ``amount`` None was not counted."""

    step: int
    role: str
    uri: str
    amount: Decimal | None = None
    uom: str = ""


class KinKind(StrEnum):
    """How two names belong together though no event says so."""

    PART = "part"
    """``other`` is one pack of the lot ``uri``."""
    WHOLE = "whole"
    """``other`` is the lot of the pack ``uri``."""
    MADE_OF = "made_of"
    """``uri`` was made of ``other``: its maker was written down after its packing."""
    MADE_INTO = "made_into"
    """``uri`` became ``other``, for the same reason."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Two names that belong together."""

    uri: str
    other: str
    kind: KinKind


class Source(Protocol):
    """Where the events are. Each call is a fixed number of queries, however much is asked for."""

    def namings(self, uris: Collection[str], most: int) -> list[tuple[Naming, Step]]:
        """Return which valid events name these things, at most ``most`` of them."""
        ...

    def parts(self, steps: Collection[int], most: int) -> list[Naming]:
        """Return everything these events name, at most ``most`` of it."""
        ...

    def spans(self, steps: Collection[int]) -> Mapping[int, Sequence[Step]]:
        """Return the events that share a transformation with each of these transformations."""
        ...

    def kin(self, uris: Collection[str], direction: Direction, most: int) -> Sequence[Kin]:
        """Return the names that belong to these."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that the walk reached, and after how many rounds."""

    uri: str
    distance: int


@dataclass(slots=True)
class Graph:
    """What a walk found.

    Attributes:
        starts: where it began.
        direction: where it went.
        things: what was reached, by URI; by-products of an event are named, not reached.
        steps: the events it passed, by their keys.
        edges: which event names which thing, each once.
        implied: links between things that no event states.
        is_cut: there was more than ``most`` things or namings; the rest is left out.
        most: the bound.
    """

    starts: tuple[str, ...]
    direction: Direction
    most: int
    things: dict[str, Found] = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    edges: dict[Naming, None] = field(default_factory=dict)
    implied: dict[Kin, None] = field(default_factory=dict)
    is_cut: bool = False

    @property
    def nodes(self) -> list[str]:
        """Return the reached things, the nearest first."""
        return sorted(self.things, key=lambda uri: (self.things[uri].distance, uri))

    def by_step(self) -> dict[tuple[int, str], list[Naming]]:
        """Return the edges by event and role."""
        found: dict[tuple[int, str], list[Naming]] = defaultdict(list)
        for edge in self.edges:
            found[edge.step, edge.role].append(edge)
        return found

    def in_order(self) -> list[Step]:
        """Return the events, oldest first."""
        return sorted(self.steps.values(), key=lambda step: (step.time, step.pk))
