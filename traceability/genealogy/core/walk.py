"""Walk from goods to what they were made of, or to what became of them. Pure.

The walk goes in rounds: all things of a round are asked for together, so that its number of
queries depends on how many generations there are, never on how many things. Every thing is
searched within a span of time: an ingredient counts up to the moment it went in, a box from
packing to unpacking. A span is searched once, so circles end.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from traceability.genealogy.core.graph import (
    EVER,
    NEVER,
    TRANSFORMATION,
    Direction,
    Found,
    Graph,
    Kin,
    KinKind,
    Naming,
    Role,
    Source,
    Step,
)

MOST = 5_000
"""Things of one graph, unless the caller wants more."""

MOST_ROUNDS = 64
"""Generations; nobody mills his rice this often."""

_ROWS_PER_THING = 4


@dataclass(frozen=True, slots=True)
class _Search:
    """A thing, and the span of time in which its events are ours.

    ``carried`` names what travels in it: then the box's other contents, and what the box was made
    of, are not ours. ``has_kin`` is False for what was found by kinship: a pack leads to its lot,
    and not from there to the lot's other packs.
    """

    uri: str
    since: datetime = NEVER
    until: datetime = EVER
    carried: str = ""
    has_kin: bool = True


class Walk:
    """One walk; use `walk`."""

    def __init__(self, source: Source, direction: Direction, most: int) -> None:
        self.source = source
        self.direction = direction
        self.most = most
        self.rows: dict[str, list[tuple[Naming, Step]]] = {}
        self.parts: dict[int, list[Naming]] = {}
        self.spans: dict[int, Sequence[Step]] = {}
        self.done: set[_Search] = set()

    def run(self, uris: Collection[str]) -> Graph:
        """Return the graph from ``uris`` on."""
        graph = Graph(tuple(dict.fromkeys(uris)), self.direction, self.most)
        waiting = [_Search(uri) for uri in graph.starts]
        for distance in range(MOST_ROUNDS):
            waiting = self._admit(graph, waiting, distance)
            if not waiting:
                break
            waiting = self._round(graph, waiting)
        else:
            graph.is_cut = True
        return graph

    def _admit(self, graph: Graph, found: Iterable[_Search], distance: int) -> list[_Search]:
        """Return the searches that are new, as long as there is room for their things."""
        fresh = []
        for search in dict.fromkeys(found):
            if search in self.done:
                continue
            if search.uri not in graph.things and len(graph.things) >= self.most:
                graph.is_cut = True
                break
            graph.things.setdefault(search.uri, Found(search.uri, distance))
            self.done.add(search)
            fresh.append(search)
        return fresh

    def _round(self, graph: Graph, searches: list[_Search]) -> list[_Search]:
        kin = self._ask(graph, searches)
        spans = self._spans_of_carriers(searches)
        further: list[_Search] = []
        for search in spans:
            for naming, step in self._rows_of(search):
                graph.edges[naming] = None
                graph.steps[step.pk] = step
                further += self._follow(graph, search, naming, step)
        return further + self._relatives(graph, searches, kin)

    def _ask(self, graph: Graph, searches: list[_Search]) -> Sequence[Kin]:
        """Fetch what this round needs: rows of the things, kin, and the events' other parts."""
        rows = self.most * _ROWS_PER_THING
        uris = {search.uri for search in searches} - self.rows.keys()
        named = self.source.namings(uris, rows + 1) if uris else []
        graph.is_cut |= len(named) > rows
        self.rows |= {uri: [] for uri in uris}
        for naming, step in named:
            self.rows[naming.uri].append((naming, step))
        self._open([step for naming, step in named if self._is_opened(naming, step)], graph)
        asked = {search.uri for search in searches if search.has_kin and not search.carried}
        return self.source.kin(asked, self.direction, self.most) if asked else []

    def _is_opened(self, naming: Naming, step: Step) -> bool:
        """Say whether we need the event's other parts: it leads on, or empties a box."""
        if naming.role in (Role.CHILD, Role.PARENT):
            return step.is_packing or step.is_unpacking
        return naming.role == self._through

    @property
    def _through(self) -> Role:
        return Role.OUTPUT if self.direction == Direction.BACKWARD else Role.INPUT

    @property
    def _beyond(self) -> Role:
        return Role.INPUT if self.direction == Direction.BACKWARD else Role.OUTPUT

    def _open(self, steps: list[Step], graph: Graph) -> None:
        """Fetch all parts of events, and of the events that share their transformations."""
        made = {step.pk for step in steps if step.kind == TRANSFORMATION} - self.spans.keys()
        found = self.source.spans(made) if made else {}
        self.spans |= {pk: found.get(pk, ()) for pk in made}
        also = {step.pk for pk in made for step in self.spans[pk]}
        new = ({step.pk for step in steps} | also) - self.parts.keys()
        rows = self.most * _ROWS_PER_THING
        parts = self.source.parts(new, rows + 1) if new else []
        graph.is_cut |= len(parts) > rows
        self.parts |= {pk: [] for pk in new}
        for naming in parts[:rows]:
            self.parts[naming.step].append(naming)

    def _spans_of_carriers(self, searches: list[_Search]) -> Iterable[_Search]:
        """Return the searches, each box only until it is emptied; boxes of equal spans once."""
        ended = (
            replace(one, until=min(one.until, self._unpacked(one)), carried="*")
            if one.carried
            else one
            for one in searches
        )
        return dict.fromkeys(ended)

    def _unpacked(self, box: _Search) -> datetime:
        """Return when what was carried came out of the box."""
        times = [
            step.time
            for naming, step in self.rows[box.uri]
            if naming.role == Role.PARENT
            and step.is_unpacking
            and step.time > box.since
            and self._frees(step, box.carried)
        ]
        return min(times, default=EVER)

    def _frees(self, step: Step, uri: str) -> bool:
        """Say whether unpacking takes ``uri`` out; without a list it empties the box."""
        taken = [part.uri for part in self.parts.get(step.pk, []) if part.role == Role.CHILD]
        return not taken or uri in taken

    def _rows_of(self, search: _Search) -> Iterator[tuple[Naming, Step]]:
        """Return the events of a thing within its span; where it goes in is not its past."""
        for naming, step in self.rows[search.uri]:
            is_past = self.direction == Direction.BACKWARD and naming.role == Role.INPUT
            if not is_past and search.since <= step.time <= search.until:
                yield naming, step

    def _follow(
        self, graph: Graph, search: _Search, naming: Naming, step: Step
    ) -> Iterable[_Search]:
        if naming.role == self._through and not (search.carried and self._through == Role.OUTPUT):
            return self._through_making(graph, step)
        if naming.role == Role.CHILD and step.is_packing:
            boxes = self._named(step, Role.PARENT, graph)
            return [
                _Search(box, step.time, search.until, carried=search.uri, has_kin=False)
                for box in boxes
            ]
        if naming.role == Role.PARENT and step.is_packing and not search.carried:
            return self._contents(graph, search, step)
        return ()

    def _through_making(self, graph: Graph, step: Step) -> list[_Search]:
        """Go through a transformation, and through all events that share it."""
        found = []
        for one in (step, *self.spans.get(step.pk, ())):
            graph.steps[one.pk] = one
            for part in self.parts.get(one.pk, []):
                graph.edges[part] = None
                if part.role == self._beyond:
                    found.append(self._beside(part.uri, one.time))
        return found

    def _contents(self, graph: Graph, search: _Search, step: Step) -> list[_Search]:
        """Open a box: what was put in, unless it was out again by then."""
        children = self._named(step, Role.CHILD, graph)
        out = {
            child: self._unpacked(_Search(search.uri, step.time, carried=child))
            for child in children
        }
        staying = [child for child in children if out[child] > search.until or search.until == EVER]
        return [self._beside(child, step.time) for child in staying]

    def _beside(self, uri: str, time: datetime) -> _Search:
        """Return the search for a neighbour in the graph: before or after the event between."""
        is_back = self.direction == Direction.BACKWARD
        return _Search(uri, until=time) if is_back else _Search(uri, since=time)

    def _named(self, step: Step, role: Role, graph: Graph) -> list[str]:
        parts = [part for part in self.parts.get(step.pk, []) if part.role == role]
        if role == Role.PARENT:
            graph.edges |= dict.fromkeys(parts)
        return [part.uri for part in parts]

    def _relatives(
        self, graph: Graph, searches: list[_Search], kin: Sequence[Kin]
    ) -> list[_Search]:
        """Return the searches for what belongs to the things by name."""
        by_uri: dict[str, list[Kin]] = defaultdict(list)
        for one in kin:
            by_uri[one.uri].append(one)
        graph.is_cut |= len(kin) >= self.most
        found = []
        for search in searches:
            for one in by_uri[search.uri] if search.has_kin and not search.carried else ():
                graph.implied[one] = None
                is_made = one.kind in (KinKind.MADE_OF, KinKind.MADE_INTO)
                found.append(replace(search, uri=one.other, has_kin=is_made))
        return found


def walk(source: Source, uris: Collection[str], direction: Direction, *, most: int = MOST) -> Graph:
    """Return what the things named by ``uris`` were made of, or what became of them.

    Args:
        source: where the events are.
        uris: canonical URIs of lots, packs, boxes or classes.
        direction: backward or forward.
        most: bound on the things of the graph; one that is cut says so.
    """
    return Walk(source, direction, most).run(uris)
