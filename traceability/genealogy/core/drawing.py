"""A flow as shapes of one SVG: downwards for phones, to the right for wide screens. Pure.

The width of a band is its weight. Bars stand for sources and ends, boxes for makings; a box is
never too narrow for its words, the bands keep their width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from traceability.genealogy.core.flow import Flow, Node, Tone

_GAP = 12.0
_THICK = 14.0
_LONGEST = 8
"""Letters of a name below a bar on a phone."""

_BAND = {
    Tone.SOURCE: "fb",
    Tone.MAKING: "fb",
    Tone.MAIN: "frb",
    Tone.BESIDE: "fmb",
    Tone.MISSING: "fgb",
}
_SOLID = {
    Tone.SOURCE: "fn",
    Tone.MAKING: "fn",
    Tone.MAIN: "fr",
    Tone.BESIDE: "fm",
    Tone.MISSING: "fg",
}


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar or a box."""

    x: str
    y: str
    width: str
    height: str
    css: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A band."""

    path: str
    css: str


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words."""

    x: str
    y: str
    words: str
    css: str = ""
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Picture:
    """All shapes; bands lie below the rest."""

    width: int
    height: int
    bands: Sequence[Curve]
    rects: Sequence[Rect]
    texts: Sequence[Text]


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a node lies: ``start`` to ``end`` across, ``near`` to ``far`` along the flow."""

    node: Node
    start: float
    end: float
    near: float
    far: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Measures of one way to draw."""

    down: bool
    across: float
    along: float
    first: float
    last: float
    thick: float
    label: float


def draw(flow: Flow, names: dict[str, tuple[str, str]], *, down: bool) -> Picture:
    """Return the picture of a flow.

    Args:
        flow: what to draw.
        names: words and amount of each node, by key.
        down: from top to bottom, for phones; else from left to right.
    """
    layers = flow.layers
    sheet = _sheet(layers, down=down)
    scale = _scale(layers, sheet)
    boxes = {
        box.node.key: box
        for at, layer in enumerate(layers)
        for box in _place(layer, _span(at, len(layers), sheet), sheet, scale)
    }
    rects = [_rect(box, sheet) for box in boxes.values()]
    texts = [
        text
        for at in range(len(layers))
        for text in _words([boxes[node.key] for node in layers[at]], names, sheet)
    ]
    size = (sheet.across, sheet.along) if down else (sheet.along, sheet.across)
    return Picture(round(size[0]), round(size[1]), _curves(flow, boxes, sheet, scale), rects, texts)


def _sheet(layers: Sequence[Sequence[Node]], *, down: bool) -> _Sheet:
    if down:
        along = 44 + _THICK + 92 * max(len(layers) - 2, 0) + 46 + _THICK + 44
        return _Sheet(True, 320, along, 44, along - 44, 48, 64)
    most = max((len(layer) for layer in layers), default=1)
    return _Sheet(False, max(190.0, 34.0 * most + 30), 960, 104, 704, 130, 34)


def _scale(layers: Sequence[Sequence[Node]], sheet: _Sheet) -> float:
    """Return how wide a kilogram is, so that the fullest layer fits."""
    room = [
        (sheet.across - 16 - _GAP * (len(layer) - 1)) / float(_sum(layer))
        for layer in layers
        if _sum(layer)
    ]
    return min(room, default=1.0)


def _sum(layer: Sequence[Node]) -> Decimal:
    return sum((node.kilograms for node in layer), Decimal(0))


def _span(at: int, count: int, sheet: _Sheet) -> tuple[float, float]:
    """Return where a layer begins and ends along the flow."""
    if at == 0:
        return sheet.first, sheet.first + _THICK
    if at == count - 1:
        return sheet.last - _THICK, sheet.last
    room = sheet.last - _THICK - (sheet.first + _THICK)
    middle = sheet.first + _THICK + room * at / (count - 1)
    return middle - sheet.thick / 2, middle + sheet.thick / 2


def _place(
    layer: Sequence[Node], span: tuple[float, float], sheet: _Sheet, scale: float
) -> list[_Box]:
    total = float(_sum(layer)) * scale + _GAP * (len(layer) - 1)
    at = (sheet.across - total) / 2
    boxes = []
    for node in layer:
        wide = max(float(node.kilograms) * scale, 1.5)
        boxes.append(_Box(node, at, at + wide, *span))
        at += wide + _GAP
    return boxes


def _rect(box: _Box, sheet: _Sheet) -> Rect:
    start, end = box.start, box.end
    if box.node.tone == Tone.MAKING:
        least = 150.0 if sheet.down else 46.0
        wider = max(least - (end - start), 0) / 2
        start, end = start - wider, end + wider
    sides = (start, box.near, end - start, box.far - box.near)
    x, y, width, height = sides if sheet.down else (sides[1], sides[0], sides[3], sides[2])
    return Rect(_n(x), _n(y), _n(width), _n(height), _SOLID[box.node.tone])


def _curves(flow: Flow, boxes: dict[str, _Box], sheet: _Sheet, scale: float) -> list[Curve]:
    """Return the bands; at each node they lie side by side, in the order of their other ends."""
    out: dict[str, float] = {key: box.start for key, box in boxes.items()}
    into = dict(out)
    ordered = sorted(flow.bands, key=lambda one: (boxes[one.source].start, boxes[one.target].start))
    curves = []
    for band in ordered:
        wide = float(band.kilograms) * scale
        source, target = boxes[band.source], boxes[band.target]
        path = _path(
            (out[band.source], out[band.source] + wide, source.far),
            (into[band.target], into[band.target] + wide, target.near),
            sheet,
        )
        out[band.source] += wide
        into[band.target] += wide
        curves.append(Curve(path, _BAND[band.tone]))
    return curves


def _path(start: tuple[float, float, float], end: tuple[float, float, float], sheet: _Sheet) -> str:
    half = (start[2] + end[2]) / 2

    def point(across: float, along: float) -> str:
        return f"{_n(across)} {_n(along)}" if sheet.down else f"{_n(along)} {_n(across)}"

    return (
        f"M{point(start[0], start[2])}C{point(start[0], half)} {point(end[0], half)} "
        f"{point(end[0], end[2])}L{point(end[1], end[2])}C{point(end[1], half)} "
        f"{point(start[1], half)} {point(start[1], start[2])}z"
    )


def _words(boxes: Sequence[_Box], names: dict[str, tuple[str, str]], sheet: _Sheet) -> list[Text]:
    middles = _apart([box.middle for box in boxes], sheet)
    texts = []
    for box, middle in zip(boxes, middles, strict=True):
        name, amount = names[box.node.key]
        if box.node.tone == Tone.MAKING:
            texts += _inside(box, name, amount, sheet)
        else:
            texts += _outside(box, middle, (name, amount), sheet)
    return texts


def _inside(box: _Box, name: str, amount: str, sheet: _Sheet) -> list[Text]:
    along = (box.near + box.far) / 2
    x, y = (box.middle, along) if sheet.down else (along, box.middle)
    return [Text(_n(x), _n(y - 4), name, "fi fw"), Text(_n(x), _n(y + 14), amount, "fi")]


def _outside(box: _Box, middle: float, words: tuple[str, str], sheet: _Sheet) -> list[Text]:
    """Return the words of a bar: above or left of a source, below or right of an end."""
    is_first = box.near == sheet.first
    name, amount = words
    if sheet.down:
        y = 18 if is_first else box.far + 18
        return [Text(_n(middle), _n(y), _short(name), "fw"), Text(_n(middle), _n(y + 17), amount)]
    x, anchor = (box.near - 10, "end") if is_first else (box.far + 10, "start")
    return [
        Text(_n(x), _n(middle - 2), name if not is_first else _short(name), "fw", anchor),
        Text(_n(x), _n(middle + 14), amount, "", anchor),
    ]


def _apart(middles: Sequence[float], sheet: _Sheet) -> list[float]:
    """Return the places of words, pushed apart so that they do not lie on each other."""
    placed: list[float] = []
    edge = sheet.label / 2
    for at, middle in enumerate(middles):
        rest = (len(middles) - 1 - at) * sheet.label
        least = placed[-1] + sheet.label if placed else edge
        placed.append(max(min(middle, sheet.across - edge - rest), least))
    return placed


def _short(name: str) -> str:
    """Return what has room below a bar; capitals are wider than other letters."""
    room = _LONGEST if name.upper() == name else _LONGEST + 1
    return name if len(name) <= room else name[: room - 1].rstrip(" -") + "…"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
