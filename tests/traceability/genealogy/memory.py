"""Events in memory, for the walk without a database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from traceability.genealogy.core.graph import Direction, Kin, Naming, Step

START = datetime(2026, 1, 1, tzinfo=UTC)


class Memory:
    """A source with its events in lists; it counts how often it is asked."""

    def __init__(self) -> None:
        self.steps: dict[int, Step] = {}
        self.names: list[Naming] = []
        self.groups: dict[str, list[int]] = {}
        self.group_of: dict[int, str] = {}
        self.relatives: list[Kin] = []
        self.questions = 0

    def tell(self, kind: str, day: float, *, action: str = "", **named: str) -> int:
        """Keep an event of a day; ``named`` maps a role to things parted by blanks."""
        pk = len(self.steps) + 1
        self.steps[pk] = Step(pk, START + timedelta(days=day), kind, action)
        for role, uris in named.items():
            self.names += [Naming(pk, role, uri, Decimal(1)) for uri in uris.split()]
        return pk

    def made(self, day: float, inputs: str, outputs: str, span: str = "") -> int:
        """Keep a transformation."""
        pk = self.tell("TransformationEvent", day, input=inputs, output=outputs)
        if span:
            self.groups.setdefault(span, []).append(pk)
            self.group_of[pk] = span
        return pk

    def packed(self, day: float, parent: str, children: str) -> int:
        """Keep an aggregation."""
        return self.tell("AggregationEvent", day, action="ADD", parent=parent, child=children)

    def unpacked(self, day: float, parent: str, children: str = "") -> int:
        """Keep the end of an aggregation."""
        return self.tell("AggregationEvent", day, action="DELETE", parent=parent, child=children)

    def seen(self, day: float, uris: str) -> int:
        """Keep an observation."""
        return self.tell("ObjectEvent", day, action="OBSERVE", epc=uris)

    def namings(self, uris: Collection[str], most: int) -> list[tuple[Naming, Step]]:
        self.questions += 1
        return [(one, self.steps[one.step]) for one in self.names if one.uri in uris][:most]

    def parts(self, steps: Collection[int], most: int) -> list[Naming]:
        self.questions += 1
        return [one for one in self.names if one.step in steps][:most]

    def spans(self, steps: Collection[int]) -> Mapping[int, Sequence[Step]]:
        self.questions += 1
        return {
            pk: [self.steps[other] for other in self.groups[self.group_of[pk]] if other != pk]
            for pk in steps
            if pk in self.group_of
        }

    def kin(self, uris: Collection[str], direction: Direction, most: int) -> Sequence[Kin]:
        del direction
        return [one for one in self.relatives if one.uri in uris][:most]
