"""The label of a case or pallet, A6: bars, code, what is inside. No clock, no database.

Source: GS1 Logistic Label Guideline: SSCC as GS1-128 at the bottom, bars at least 0.495 mm a
module and 32 mm high, its digits below; A6 is the usual size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from marketplace.base.qr.core import QUIET_ZONE, Level, svg_path
from traceability.labels.core.symbol import BAR_QUIET_ZONE, bars_of_sscc, qr_modules
from traceability.press import Manuscript, typeset

_TEMPLATE = Path(__file__).parent / "unit_label.typ"
BAR_MODULE = 0.5
BAR_HEIGHT = 32.0
_LEVEL: Level = "Q"  # cartons get wet and scratched


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLabel:
    """What the label of one unit says.

    Attributes:
        title: "Case", "Pallet", in the reader's language.
        sender: name and address, one fact a line.
        lines: what is inside, one fact a line.
        uri: what the QR code carries.
        sscc: 18 digits; empty where the party has no GS1 prefix.
        code: our own code, for typing.
    """

    title: str
    sender: Sequence[str]
    lines: Sequence[str]
    uri: str
    sscc: str
    code: str


def unit_labels_pdf(
    labels: Sequence[UnitLabel], *, made_at: datetime | None = None, language: str = "vi"
) -> bytes:
    """Return the labels as PDF, one A6 page each.

    Raises:
        PressError: the typesetter failed.
        QrError: a child: an address that fits no code.
    """
    drawn = [_drawn(label) for label in labels]
    inputs = {"labels": drawn, "language": language}
    (pdf,) = typeset(Manuscript(template=_TEMPLATE, inputs=inputs, made_at=made_at))
    return pdf


def _drawn(label: UnitLabel) -> dict[str, object]:
    modules = qr_modules(label.uri, _LEVEL)
    row = bars_of_sscc(label.sscc) if label.sscc else ()
    return {
        "title": label.title,
        "sender": list(label.sender),
        "lines": list(label.lines),
        "path": svg_path(modules, QUIET_ZONE),
        "modules": len(modules) + 2 * QUIET_ZONE,
        "bars": list(_runs(row)),
        "bar_modules": len(row) + 2 * BAR_QUIET_ZONE,
        "bar_module": BAR_MODULE,
        "bar_height": BAR_HEIGHT,
        "sscc": f"(00) {label.sscc[0]} {label.sscc[1:-1]} {label.sscc[-1]}" if label.sscc else "",
        "code": label.code,
    }


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each bar, in modules, behind the quiet zone."""
    position = BAR_QUIET_ZONE
    for is_bar, modules in groupby(row):
        length = len(list(modules))
        if is_bar:
            yield position, length
        position += length
