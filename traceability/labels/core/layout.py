"""How labels lie on an A4 sheet. Pure.

Everything is in millimetres. A module (one square of the QR code) is at least 0.38 mm, so that
cheap phones read it from a hand's distance, and the code itself at least 18 mm; the rest follows:
how large a label is, how many fit on a sheet.

Source: GS1 General Specifications, "symbol specification tables" for 2D codes read by phones;
ISO/IEC 18004 for the quiet zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from marketplace.base.qr.core import QUIET_ZONE, Level

Storage = Literal["dry", "cool", "frozen"]

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0
MARGIN = 10.0  # office printers leave 4-6 mm blank; the crop marks stand in the rest
SMALLEST_MODULE = 0.38
SMALLEST_CODE = 18.0

PADDING = 1.5  # between the cut and the quiet zone
TEXT_WIDTH = 34.0  # least room for the words beside the code
TEXT_HEIGHT = 22.0  # eight lines of the smallest size still read with the bare eye

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


def level_for(storage: Storage) -> Level:
    """Return the error correction level: Q where packs are wet and frosted, else M."""
    return "Q" if storage == "frozen" else "M"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one label lies, from the top left corner of its page."""

    page: int
    left: float
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The sheet's measures in millimetres.

    Attributes:
        module: side of a module.
        code: side of the largest code with its quiet zone.
        columns: labels side by side.
        rows: labels above each other.
        width: of a label, up to the cut.
        height: of a label, up to the cut.
    """

    module: float
    code: float
    columns: int
    rows: int
    width: float
    height: float

    @property
    def per_page(self) -> int:
        """Labels on a full page."""
        return self.columns * self.rows

    def pages(self, labels: int) -> int:
        """Return how many pages ``labels`` need."""
        return -(-labels // self.per_page)

    def cells(self, labels: int) -> Iterator[Cell]:
        """Yield where each of ``labels`` lies: row by row, page by page."""
        for position in range(labels):
            page, on_page = divmod(position, self.per_page)
            row, column = divmod(on_page, self.columns)
            yield Cell(page, MARGIN + column * self.width, MARGIN + row * self.height)


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
        module=module,
        code=code,
        columns=columns,
        rows=rows,
        width=room_across / columns,
        height=room_down / rows,
    )
