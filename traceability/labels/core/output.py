"""How labels come out: on what, by which way. Pure.

A4 stocks are named by the size of their labels; any maker's sheet of that size and grid fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from traceability.labels.core.layout import LabelError

Medium = Literal["sheet", "roll", "zpl", "svg"]

MEDIA: tuple[Medium, ...] = ("sheet", "roll", "zpl", "svg")
SUFFIXES: Mapping[Medium, str] = {"sheet": "pdf", "roll": "pdf", "zpl": "zpl", "svg": "zip"}
MIME_TYPES: Mapping[Medium, str] = {
    "sheet": "application/pdf",
    "roll": "application/pdf",
    "zpl": "application/vnd.zebra-zpl",
    "svg": "application/zip",
}
DOTS_PER_MM: Mapping[int, float] = {203: 8.0, 300: 11.8}
"""What thermal printers call 203 and 300 dpi."""

LEAST_SIDE, MOST_SIDE, MOST_GAP = 20, 210, 20


class OutputError(LabelError):
    """Settings that no printer takes."""

    code = "label_output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """How labels come out.

    Attributes:
        medium: A4 sheets, a roll's PDF, a roll's ZPL, pictures for a print shop.
        stock: of A4 sheets: ``plain`` to cut, or a name of `STOCKS`.
        skip: labels that are gone from the first A4 sheet.
        width: of a roll's label in mm.
        height: of a roll's label in mm.
        gap: mm between labels of an endless roll; 0 for cut labels, whose gap the printer sees.
        dpi: of a ZPL printer.
    """

    medium: Medium = "sheet"
    stock: str = "plain"
    skip: int = 0
    width: int = 70
    height: int = 40
    gap: int = 0
    dpi: int = 203

    def __post_init__(self) -> None:
        """Refuse what no printer takes.

        Raises:
            OutputError: an unknown medium, stock or density, or a size out of bounds.
        """
        is_known = self.medium in MEDIA and self.stock in STOCKS and self.dpi in DOTS_PER_MM
        sides = (self.width, self.height)
        is_sized = all(LEAST_SIDE <= side <= MOST_SIDE for side in sides)
        if not (is_known and is_sized and 0 <= self.gap <= MOST_GAP and self.skip >= 0):
            raise OutputError(f"{self}")

    def as_json(self) -> dict[str, str | int]:
        """Return the settings as a row keeps them."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> Output:
        """Return the settings that a row keeps; what older rows lack is as by default.

        Raises:
            OutputError: they were changed to what no printer takes.
        """
        return cls(**kept)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """An A4 sheet of cut labels; all in mm. ``left`` and ``top`` are the first label's corner."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0.0


PLAIN = "plain"
STOCKS: Mapping[str, Stock | None] = {
    PLAIN: None,
    "70x37": Stock(columns=3, rows=8, width=70, height=37, left=0, top=0.5),
    "63x38": Stock(columns=3, rows=7, width=63.5, height=38.1, left=7.2, top=15.15, gap=2.55),
    "99x38": Stock(columns=2, rows=7, width=99.1, height=38.1, left=4.65, top=15.15, gap=2.5),
    "99x68": Stock(columns=2, rows=4, width=99.1, height=67.7, left=4.65, top=13.1, gap=2.5),
}
