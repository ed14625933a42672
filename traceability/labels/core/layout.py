"""How labels lie on their sheet, and code and words on their label. Pure.

Everything is in millimetres. A module (one square of the QR code) is at least 0.38 mm, so that
cheap phones read it from a hand's distance, and the code itself at least 18 mm; the rest follows:
how large a label is, how many fit on a sheet.

Source: GS1 General Specifications, "symbol specification tables" for 2D codes read by phones;
ISO/IEC 18004 for the quiet zone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from marketplace.base.qr.core import QUIET_ZONE, Level

Storage = Literal["dry", "cool", "frozen"]

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0
MARGIN = 10.0  # office printers leave 4-6 mm blank; the crop marks stand in the rest
SMALLEST_MODULE = 0.38
SMALLEST_CODE = 18.0

LARGEST_MODULE = 0.99

PADDING = 1.5  # between the cut and the quiet zone
TEXT_WIDTH = 34.0  # room for the words beside the code where the size is ours to choose
TEXT_HEIGHT = 22.0  # eight lines of the smallest size still read with the bare eye
LEAST_TEXT_WIDTH = 18.0  # on labels of a given size: a code of eleven letters, and words that wrap
LEAST_TEXT_HEIGHT = 16.0  # below the code, where there is no room beside it

_ROUNDING = 1e-6


class LabelError(ValueError):
    """A sheet that cannot be printed."""

    code = "label_error"


class NoLabelsError(LabelError):
    """There is nothing to print."""

    code = "no_labels"


class ModuleTooSmallError(LabelError):
    """Modules below 0.38 mm, which phones fail to read."""

    code = "module_too_small"


class LabelTooLargeError(LabelError):
    """A label that does not fit on the page."""

    code = "label_too_large"


class LabelTooSmallError(LabelError):
    """A label that code and words do not fit on.

    Attributes:
        least_width: what it takes at least, in mm.
        least_height: likewise.
    """

    code = "label_too_small"

    def __init__(self, least_width: float, least_height: float) -> None:
        super().__init__(f"at least {least_width:.0f} x {least_height:.0f} mm")
        self.least_width, self.least_height = least_width, least_height


def level_for(storage: Storage) -> Level:
    """Return the error correction level: Q where packs are wet and frosted, else M."""
    return "Q" if storage == "frozen" else "M"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one label lies, from the top left corner of its page."""

    page: int
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How code and words share a label.

    Attributes:
        module: side of a module in mm.
        code: side of the code with its quiet zone in mm.
        is_below: the words stand below the code, not beside it.
    """

    module: float
    code: float
    is_below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The sheet's measures in millimetres.

    Attributes:
        fit: of the largest code.
        columns: labels side by side.
        rows: labels above each other.
        width: of a label, up to the cut.
        height: of a label, up to the cut.
        left: of the first label, from the page's edge.
        top: of the first label, from the page's edge.
        gap: between labels side by side.
        page_width: of the page.
        page_height: of the page.
        has_marks: crop marks are drawn.
    """

    fit: Fit
    columns: int
    rows: int
    width: float
    height: float
    left: float = MARGIN
    top: float = MARGIN
    gap: float = 0.0
    page_width: float = PAGE_WIDTH
    page_height: float = PAGE_HEIGHT
    has_marks: bool = True

    @property
    def module(self) -> float:
        """Side of a module."""
        return self.fit.module

    @property
    def code(self) -> float:
        """Side of the largest code with its quiet zone."""
        return self.fit.code

    @property
    def per_page(self) -> int:
        """Labels on a full page."""
        return self.columns * self.rows

    def pages(self, labels: int, skip: int = 0) -> int:
        """Return how many pages ``labels`` need when ``skip`` places of the first are gone."""
        return -(-(labels + skip) // self.per_page)

    def cells(self, labels: int, skip: int = 0) -> Iterator[Cell]:
        """Yield where each of ``labels`` lies: row by row, page by page, after ``skip`` places."""
        for position in range(skip, skip + labels):
            page, on_page = divmod(position, self.per_page)
            row, column = divmod(on_page, self.columns)
            left = self.left + column * (self.width + self.gap)
            yield Cell(page, left, self.top + row * self.height)


def module_side(modules: int, wanted: float | None = None) -> float:
    """Return the side of a module in mm for a code of ``modules`` across.

    Args:
        modules: across the largest code of the sheet, without quiet zone.
        wanted: a module side somebody asks for; None for the smallest good one.

    Raises:
        ModuleTooSmallError: ``wanted`` is below 0.38 mm.
    """
    if wanted is None:
        return max(SMALLEST_MODULE, SMALLEST_CODE / modules)
    if wanted < SMALLEST_MODULE:
        raise ModuleTooSmallError(f"{wanted} mm is below {SMALLEST_MODULE} mm")
    return wanted


def lay_out(modules: int, wanted_module: float | None = None) -> Layout:
    """Return the layout of a sheet whose largest code is ``modules`` across.

    Raises:
        ModuleTooSmallError: the module side asked for is below 0.38 mm.
        LabelTooLargeError: not even one label fits on the page.
    """
    module = module_side(modules, wanted_module)
    code = (modules + 2 * QUIET_ZONE) * module
    least_width = PADDING + code + TEXT_WIDTH + PADDING
    least_height = PADDING + max(code, TEXT_HEIGHT) + PADDING
    room_across, room_down = PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 2 * MARGIN
    columns = int(room_across / least_width + _ROUNDING)
    rows = int(room_down / least_height + _ROUNDING)
    if not columns or not rows:
        raise LabelTooLargeError(f"a label of {least_width:.0f} x {least_height:.0f} mm")
    return Layout(
        fit=Fit(module, code),
        columns=columns,
        rows=rows,
        width=room_across / columns,
        height=room_down / rows,
    )


def fit_label(width: float, height: float, modules: int, grain: float = 0.0) -> Fit:
    """Return how a code of ``modules`` across and its words share a label of a given size.

    The code grows with the label; the words stand beside it, or below on a narrow label.

    Args:
        width: of the label in mm.
        height: of the label in mm.
        modules: across the largest code, without quiet zone.
        grain: the printer's dot in mm; a module is a whole number of them. 0 for any size.

    Raises:
        LabelTooSmallError: a code with modules of 0.38 mm and readable words need more room.
    """
    across = modules + 2 * QUIET_ZONE
    least = _grained(module_side(modules), grain, math.ceil)
    code = across * least
    inner_width, inner_height = width - 2 * PADDING + _ROUNDING, height - 2 * PADDING + _ROUNDING
    if code <= inner_height and code + LEAST_TEXT_WIDTH <= inner_width:
        largest, is_below = min(inner_height, inner_width - TEXT_WIDTH), False
    elif code <= inner_width and code + LEAST_TEXT_HEIGHT <= inner_height:
        largest, is_below = min(inner_width, inner_height - TEXT_HEIGHT), True
    else:
        raise LabelTooSmallError(code + LEAST_TEXT_WIDTH + 2 * PADDING, code + 2 * PADDING)
    largest = min(largest / across, LARGEST_MODULE)
    module = max(least, _grained(largest, grain, math.floor))
    return Fit(module, across * module, is_below)


def _grained(side: float, grain: float, towards: Callable[[float], int]) -> float:
    """Return ``side`` as a whole number of grains, up or down."""
    if not grain:
        return side
    nudge = _ROUNDING if towards is math.floor else -_ROUNDING
    return towards(side / grain + nudge) * grain
