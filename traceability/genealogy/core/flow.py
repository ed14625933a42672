"""Goods as a river: sources, makings, ends, and how many kilograms go from one to the next. Pure.

Only weight flows; things counted in another unit are left to the table beside the picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

TOLERANCE = Decimal("0.02")
"""Of what went in: scales, dust and rounding."""

MOST_BARS = 5
"""Sources, and ends, that have room side by side on a phone."""

OTHER_SOURCES, OTHER_ENDS = "+sources", "+ends"
"""Keys of the bars that stand for the rest; their ``detail`` is how many those are."""

ZERO = Decimal(0)


class Tone(StrEnum):
    """What a node is to the lot in question."""

    SOURCE = "source"
    MAKING = "making"
    MAIN = "main"
    BESIDE = "beside"
    MISSING = "missing"


_ORDER = (Tone.MAIN, Tone.BESIDE, Tone.MISSING)
"""Of the ends, side by side."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many kilograms of a thing; None was not weighed."""

    uri: str
    kilograms: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What happened: things became other things. Without inputs it is a harvest.

    ``loss`` is what was written down as lost on the way, in kilograms: water, dust.
    """

    key: str
    label: str
    detail: str = ""
    inputs: Sequence[Share] = ()
    outputs: Sequence[Share] = ()
    loss: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Node:
    """A place of the picture; ``label`` is empty where the caller names it by its key."""

    key: str
    tone: Tone
    layer: int
    kilograms: Decimal
    label: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Goods between two nodes."""

    source: str
    target: str
    kilograms: Decimal
    tone: Tone


@dataclass(slots=True)
class Flow:
    """The whole picture, in numbers."""

    nodes: dict[str, Node] = field(default_factory=dict)
    bands: list[Band] = field(default_factory=list)

    @property
    def layers(self) -> list[list[Node]]:
        """Return the nodes by layer."""
        found: dict[int, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            found[node.layer].append(node)
        return [found[layer] for layer in sorted(found)]


@dataclass(frozen=True, slots=True)
class Balance:
    """What went into the makings that were weighed, and what came out; kilograms."""

    went_in: Decimal = ZERO
    came_out: Decimal = ZERO

    @property
    def gap(self) -> Decimal:
        """Return what is missing; negative where more came out than went in."""
        return self.went_in - self.came_out

    @property
    def is_known(self) -> bool:
        """Say whether anything was weighed on both sides."""
        return self.went_in > 0

    @property
    def is_even(self) -> bool:
        """Say whether the sides agree within the tolerance."""
        return self.is_known and abs(self.gap) <= self.went_in * TOLERANCE


def weighed(makings: Sequence[Making]) -> list[Making]:
    """Return the makings with what follows from the others filled in.

    Where nobody wrote how much of a thing went in, and it went in only once, all of it did.
    Where nobody weighed what was harvested, it was what went in later.
    """
    made = _sums(one.outputs for one in makings)
    taken = _sums(one.inputs for one in makings)
    takers: dict[str, int] = defaultdict(int)
    for making in makings:
        for share in making.inputs:
            takers[share.uri] += 1

    def took(share: Share) -> Share:
        known = share.kilograms
        if known is None and takers[share.uri] == 1:
            known = made.get(share.uri)
        return Share(share.uri, known)

    def gave(share: Share) -> Share:
        return Share(
            share.uri, taken.get(share.uri) if share.kilograms is None else share.kilograms
        )

    return [
        Making(
            key=one.key,
            label=one.label,
            detail=one.detail,
            inputs=[took(share) for share in one.inputs],
            outputs=[gave(share) for share in one.outputs],
            loss=one.loss,
        )
        for one in makings
    ]


def balance(makings: Sequence[Making]) -> Balance:
    """Return the sums over the makings whose both sides are weighed; the widest of them counts."""
    sides = [side for one in makings if (side := _side(one))]
    uneven = [one for one in sides if not one.is_even]
    found = uneven or sides
    return max(found, key=lambda one: (abs(one.gap), one.went_in), default=Balance())


def flow_of(makings: Sequence[Making], main: Iterable[str]) -> Flow:
    """Return the picture of ``weighed`` makings; ``main`` are the things of the lot itself."""
    flow = Flow()
    drawn = _bundled(_with_sources(makings))
    fillings = _fillings(drawn)
    depth = {key: at for key, at in _depths(drawn).items() if key not in fillings}
    for making in drawn:
        if making.key in fillings:
            continue
        tone = Tone.MAKING if making.inputs else Tone.SOURCE
        heavier = max(_total(making.inputs), _total(making.outputs))
        flow.nodes[making.key] = Node(
            making.key, tone, depth[making.key], heavier, making.label, making.detail
        )
    rest = _add_bands(flow, drawn)
    ends = _ends(drawn, rest, frozenset(main))
    _add_ends(flow, _past_fillings(ends, drawn, fillings), max(depth.values(), default=0) + 1)
    return flow


def _fillings(makings: Sequence[Making]) -> set[str]:
    """Return the last makings that only filled goods into packs: they are an end, not a box."""
    taken = {share.uri for one in makings for share in one.inputs}
    makers = _makers(makings)
    return {
        one.key
        for one in makings
        if len(one.inputs) == len(one.outputs) == 1
        and one.outputs[0].uri not in taken
        and one.inputs[0].uri in makers
        and (side := _side(one)) is not None
        and side.is_even
    }


def _past_fillings(
    ends: Sequence[Band], makings: Sequence[Making], fillings: set[str]
) -> list[Band]:
    """Return the ends, those of fillings right behind what was filled in."""
    makers = _makers(makings)
    before = {one.key: makers[one.inputs[0].uri] for one in makings if one.key in fillings}
    moved = [
        Band(before.get(end.source, end.source), end.target, end.kilograms, end.tone)
        for end in ends
    ]
    return sorted(moved, key=lambda end: _ORDER.index(end.tone))


def _with_sources(makings: Sequence[Making]) -> list[Making]:
    """Put before the makings what went in and was made by nobody we know."""
    makers = _makers(makings)
    bought = _sums([share for share in one.inputs if share.uri not in makers] for one in makings)
    sources = [
        Making(key=uri, label="", outputs=[Share(uri, kilograms)])
        for uri, kilograms in bought.items()
    ]
    return [*sources, *makings]


def _bundled(makings: Sequence[Making]) -> list[Making]:
    """Return the makings with all but the heaviest sources as one."""
    sources = [one for one in makings if not one.inputs]
    if len(sources) <= MOST_BARS:
        return list(makings)
    ranked = sorted(sources, key=lambda one: -_total(one.outputs))
    small = {one.key for one in ranked[MOST_BARS - 1 :]}
    shares = [share for one in sources if one.key in small for share in one.outputs]
    other = Making(key=OTHER_SOURCES, label="", detail=str(len(small)), outputs=shares)
    return [other, *[one for one in makings if one.key not in small]]


def _add_bands(flow: Flow, makings: Sequence[Making]) -> dict[str, Decimal]:
    """Draw what goes from making to making, and return what is left of each thing."""
    makers = _makers(makings)
    rest = _sums(one.outputs for one in makings)
    for making in makings:
        for share in making.inputs:
            if share.kilograms:
                source = makers[share.uri]
                if making.key in flow.nodes:
                    tone = flow.nodes[source].tone
                    flow.bands.append(Band(source, making.key, share.kilograms, tone))
                rest[share.uri] = rest.get(share.uri, ZERO) - share.kilograms
    return rest


def _ends(
    makings: Sequence[Making], rest: Mapping[str, Decimal], main: frozenset[str]
) -> list[Band]:
    """Return what stays at the end: the lot, by-products, stores, and what is missing."""
    found = []
    for making in makings:
        for share in making.outputs:
            left = rest.get(share.uri, ZERO)
            if left > (share.kilograms or ZERO) * TOLERANCE:
                tone = Tone.MAIN if share.uri in main else Tone.BESIDE
                found.append(Band(making.key, share.uri, left, tone))
        side = _side(making)
        if side and not side.is_even and side.gap > 0:
            found.append(Band(making.key, f"?{making.key}", side.gap, Tone.MISSING))
    return found


def _add_ends(flow: Flow, ends: Sequence[Band], layer: int) -> None:
    """Draw the ends; all but the heaviest by-products as one."""
    ranked = sorted(ends, key=lambda one: (one.tone != Tone.BESIDE, one.kilograms))
    extra = max(len(ends) - MOST_BARS + 1, 0) if len(ends) > MOST_BARS else 0
    small = {one.target for one in ranked[:extra]}
    for end in ends:
        key = OTHER_ENDS if end.target in small else end.target
        known = flow.nodes.get(key)
        sum_ = end.kilograms + (known.kilograms if known else ZERO)
        tone = Tone.BESIDE if end.target in small else end.tone
        detail = str(len(small)) if end.target in small else ""
        flow.nodes[key] = Node(key, tone, layer, sum_, "", detail)
        flow.bands.append(Band(end.source, key, end.kilograms, tone))


def _side(making: Making) -> Balance | None:
    if not (_is_whole(making.inputs) and _is_whole(making.outputs)):
        return None
    return Balance(_total(making.inputs), _total(making.outputs) + making.loss)


def _makers(makings: Sequence[Making]) -> dict[str, str]:
    return {share.uri: one.key for one in makings for share in one.outputs}


def _depths(makings: Sequence[Making]) -> dict[str, int]:
    """Return how many makings lie before each; harvests are the first; circles are cut."""
    makers = _makers(makings)
    depth = {one.key: 1 if one.inputs else 0 for one in makings}
    for _round in makings:
        for making in makings:
            before = [depth[makers[one.uri]] for one in making.inputs if one.uri in makers]
            if before:
                depth[making.key] = min(max(before) + 1, len(makings))
    return depth


def _sums(lists: Iterable[Iterable[Share]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for shares in lists:
        for share in shares:
            if share.kilograms is not None:
                found[share.uri] = found.get(share.uri, ZERO) + share.kilograms
    return found


def _total(shares: Sequence[Share]) -> Decimal:
    return sum((share.kilograms or ZERO for share in shares), ZERO)


def _is_whole(shares: Sequence[Share]) -> bool:
    return bool(shares) and all(share.kilograms for share in shares)
