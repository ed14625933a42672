"""Labels as ZPL II, the language of most thermal label printers. Pure.

The QR code is the printer's own (``^BQ``): small files, sharp at any density. The words are
pictures: printers' fonts lack Vietnamese letters. What all labels share is sent once and kept by
the printer for the length of the file. A module is a whole number of dots, at least 0.38 mm; the
room for the code is measured for the worst case, and four modules around it stay free.

Source: Zebra, ZPL II Programming Guide: ^BQ, ^GF (with its compression), ~DG, ^XG, ^MN, ^LL.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from marketplace.base.qr.core import QUIET_ZONE
from traceability.labels.core.layout import (
    PADDING,
    Fit,
    LabelTooSmallError,
    NoLabelsError,
    fit_label,
)
from traceability.labels.core.output import DOTS_PER_MM, Output
from traceability.labels.core.sheet import Label, SheetSpec
from traceability.labels.core.symbol import byte_module_count
from traceability.press import FONTS

_SHARED = "R:STTLABEL.GRF"
_MOST_DOTS = 10  # ^BQ takes a module of 1-10 dots
_DROP = 10  # dots that many printers set a ^BQ lower than asked
_POINT = 25.4 / 72
_SIZES = (7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_SPACING = 1.22
_RUNS = [(400 - 20 * step, chr(ord("z") - step)) for step in range(20)]
_RUNS += [(19 - step, chr(ord("Y") - step)) for step in range(19)]
_REGULAR, _BOLD = "BeVietnamPro-Regular.ttf", "BeVietnamPro-SemiBold.ttf"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A label in dots: the page, the code's module, the place of code and words."""

    width: int
    height: int
    feed: int
    module: int
    code_at: tuple[int, int]
    words_at: tuple[int, int]
    words_width: int
    words_height: int
    dots: float

    def pixels(self, points: float) -> int:
        return max(1, round(points * _POINT * self.dots))


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    is_bold: bool = False


def sheet_zpl(spec: SheetSpec) -> bytes:
    """Return the labels as one ZPL file; their last lines are their own, the others shared.

    Raises:
        LabelError: a child: no labels, or a label too small for its code.
        QrError: a child: a URI that fits no code.
    """
    if not spec.labels:
        raise NoLabelsError("a roll needs a label")
    return "".join(_parts(spec)).encode("ascii")


def _parts(spec: SheetSpec) -> Iterator[str]:
    plan = _planned(spec)
    first = spec.labels[0]
    lines = [_Line(first.title, is_bold=True), *map(_Line, first.lines[:-1])]
    own = [_widest(column, plan) for column in zip(*_all_own_lines(spec), strict=True)]
    size, shared_lines = _fitting(lines, own, plan)
    shared = _picture(shared_lines, size, plan)
    yield f"~DG{_SHARED},{_bytes(shared)},{_row_bytes(shared)},{packed(shared)}\n"
    for label in spec.labels:
        yield _label(label, spec, plan, (size, shared.height))
    yield f"^XA^ID{_SHARED}^FS^XZ\n"


def _label(label: Label, spec: SheetSpec, plan: _Plan, shared: tuple[float, int]) -> str:
    size, below = shared
    own = _own_picture(label, spec, size, plan)
    x, y = plan.words_at
    code_x, code_y = plan.code_at
    media = "^MNN" if plan.feed > plan.height else "^MNW"
    return (
        f"^XA^CI28{media}^PW{plan.width}^LL{plan.feed}^LH0,0\n"
        f"^FO{x},{y}^XG{_SHARED},1,1^FS\n"
        f"^FO{x},{y + below}^GFA,{_bytes(own)},{_bytes(own)},{_row_bytes(own)},{packed(own)}^FS\n"
        f"^FO{code_x},{code_y}^BQN,2,{plan.module},{spec.level}"
        f"^FH\\^FD{spec.level}A,{_escaped(label.uri)}^FS\n"
        "^PQ1^XZ\n"
    )


def require_room(output: Output, modules: int) -> Fit:
    """Return how a code of ``modules`` across lies on the label, in whole dots.

    Raises:
        LabelTooSmallError: it takes more room.
    """
    dots = DOTS_PER_MM[output.dpi]
    return fit_label(output.width, output.height - _DROP / dots, modules, grain=1 / dots)


def _planned(spec: SheetSpec) -> _Plan:
    output, dots = spec.output, DOTS_PER_MM[spec.output.dpi]
    modules = max(byte_module_count(label.uri, spec.level) for label in spec.labels)
    fit = require_room(output, modules)
    module = min(_MOST_DOTS, round(fit.module * dots))
    side = (modules + 2 * QUIET_ZONE) * module
    padding = round(PADDING * dots)
    width, height = round(output.width * dots), round(output.height * dots)
    words_at = (padding, padding + side + _DROP) if fit.is_below else (padding + side, padding)
    return _Plan(
        width=width,
        height=height,
        feed=height + round(output.gap * dots),
        module=module,
        code_at=(padding + QUIET_ZONE * module, padding + QUIET_ZONE * module),
        words_at=words_at,
        words_width=width - padding - words_at[0],
        words_height=height - padding - words_at[1],
        dots=dots,
    )


def _fitting(shared: list[_Line], own: list[_Line], plan: _Plan) -> tuple[float, list[_Line]]:
    """Return the largest size in points in which all lines fit, and the shared ones wrapped.

    Raises:
        LabelTooSmallError: not even the smallest size fits.
    """
    wrapped: list[_Line] = []
    needed, widest = 0, 0.0
    for size in _SIZES:
        wrapped = [part for line in shared for part in _wrapped(line, size, plan)]
        needed = (len(wrapped) + len(own)) * plan.pixels(size * _SPACING)
        widest = max(_font(line, size, plan).getlength(line.text) for line in own)
        if needed <= plan.words_height and widest <= plan.words_width:
            return size, wrapped
    raise LabelTooSmallError(
        (plan.width + widest - plan.words_width) / plan.dots,
        (plan.height + needed - plan.words_height) / plan.dots,
    )


def _all_own_lines(spec: SheetSpec) -> Iterator[list[_Line]]:
    """Yield what is each label's own: the pack, its code, its PIN where the run has them."""
    has_pins = any(label.pin for label in spec.labels)
    for label in spec.labels:
        lines = [_Line(label.lines[-1]), _Line(label.code, is_bold=True)]
        if has_pins:
            lines.append(_Line(f"{spec.pin_words} {label.pin}", is_bold=True))
        yield lines


def _widest(lines: tuple[_Line, ...], plan: _Plan) -> _Line:
    return max(lines, key=lambda line: _font(line, _SIZES[0], plan).getlength(line.text))


def _wrapped(line: _Line, size: float, plan: _Plan) -> Iterator[_Line]:
    font, begun = _font(line, size, plan), ""
    for word in line.text.split():
        longer = f"{begun} {word}".strip()
        if begun and font.getlength(longer) > plan.words_width:
            yield _Line(begun, line.is_bold)
            longer = word
        begun = longer
    yield _Line(begun, line.is_bold)


def _own_picture(label: Label, spec: SheetSpec, size: float, plan: _Plan) -> Image.Image:
    lines = [_Line(label.lines[-1]), _Line(label.code, is_bold=True)]
    if label.pin:
        lines.append(_Line(f"{spec.pin_words} {label.pin}", is_bold=True))
    return _picture(lines, size, plan)


def _picture(lines: list[_Line], size: float, plan: _Plan) -> Image.Image:
    """Return lines of words as a black and white picture, whole bytes wide."""
    step = plan.pixels(size * _SPACING)
    width = -(-plan.words_width // 8) * 8
    image = Image.new("1", (width, max(1, len(lines)) * step), 1)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        text = unicodedata.normalize("NFC", line.text)
        draw.text((0, number * step), text, font=_font(line, size, plan), fill=0)
    return image


@lru_cache(maxsize=32)
def _loaded(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / name, pixels)


def _font(line: _Line, size: float, plan: _Plan) -> ImageFont.FreeTypeFont:
    return _loaded(_BOLD if line.is_bold else _REGULAR, plan.pixels(size))


def packed(image: Image.Image) -> str:
    """Return a picture as ZPL's compressed hexadecimal: runs, rests of rows, rows repeated."""
    inverted = bytes(255 - one for one in image.tobytes())  # ZPL: 1 is black
    width = _row_bytes(image)
    rows = (inverted[at : at + width].hex().upper() for at in range(0, len(inverted), width))
    out, before = [], None
    for row in rows:
        out.append(":" if row == before else _packed_row(row))
        before = row
    return "".join(out)


def _packed_row(row: str) -> str:
    rest = row.rstrip("0")
    end = "," if len(rest) < len(row) else ""
    return "".join(_run(sign, len(list(signs))) for sign, signs in groupby(rest)) + end


def _run(sign: str, count: int) -> str:
    """Return ``count`` times ``sign``: letters for the number, then the sign."""
    if count == 1:
        return sign
    letters = []
    for worth, letter in _RUNS:
        while count >= worth:
            letters.append(letter)
            count -= worth
    return "".join(letters) + sign


def _row_bytes(image: Image.Image) -> int:
    return image.width // 8


def _bytes(image: Image.Image) -> int:
    return _row_bytes(image) * image.height


def _escaped(data: str) -> str:
    """Return data with ZPL's own signs as ^FH hexadecimal."""
    return "".join(f"\\{ord(sign):02X}" if sign in "^~\\" else sign for sign in data)
