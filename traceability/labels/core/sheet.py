"""A printable A4 sheet of labels as PDF, drawn by Typst. No clock, no database.

Typst sets the words in the shop's own font (bundled beside this package) and draws each code as
one vector path; nothing on the sheet is a bitmap, so any printer prints it as sharp as it can.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst

from marketplace.base.qr.core import QUIET_ZONE, Level, module_count, qr_matrix, svg_path
from traceability.labels.core.layout import (
    MARGIN,
    PADDING,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Layout,
    NoLabelsError,
    Storage,
    lay_out,
    level_for,
)

_HERE = Path(__file__).parent
_FONTS = _HERE.parent / "fonts"
_TEMPLATE = _HERE / "sheet.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What one label says.

    Attributes:
        uri: what the code carries.
        title: the product's name.
        lines: what stands beneath, one fact a line.
        code: what people type when the code does not scan; shown large, letter by letter.
    """

    uri: str
    title: str
    lines: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSpec:
    """A sheet to print.

    Attributes:
        labels: in the order they are wanted.
        storage: how the packs are kept; decides how robust the codes are.
        caption: printed outside the cut on every page, with the page's number.
        language: of the words, for screen readers and hyphenation.
        made_at: when; the file says so. None leaves it out.
        module: side of a module in mm; None for the smallest good one.
    """

    labels: Sequence[Label]
    storage: Storage = "dry"
    caption: str = ""
    language: str = "vi"
    made_at: datetime | None = None
    module: float | None = None


def layout_of(spec: SheetSpec) -> Layout:
    """Return the measures of a sheet.

    Raises:
        LabelError: a child: no labels, modules too small, labels too large.
        QrError: a child: a URI that fits no code.
    """
    if not spec.labels:
        raise NoLabelsError("a sheet needs a label")
    level = level_for(spec.storage)
    return lay_out(max(module_count(label.uri, level) for label in spec.labels), spec.module)


def sheet_pdf(spec: SheetSpec, progress: Callable[[int], None] | None = None) -> bytes:
    """Return the sheet as PDF.

    Args:
        spec: what to print.
        progress: called with the number of codes made so far.

    Raises:
        LabelError: as :func:`layout_of`.
        QrError: as :func:`layout_of`.
    """
    layout = layout_of(spec)
    level = level_for(spec.storage)
    drawn = []
    for number, label in enumerate(spec.labels, 1):
        drawn.append(_drawn(label, level))
        if progress:
            progress(number)
    result = typst.compile(
        _TEMPLATE.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)]),
        format="pdf",
        sys_inputs={
            "labels": json.dumps(drawn),
            "sheet": json.dumps(_measures(layout, spec)),
        },
        timestamp=int(spec.made_at.timestamp()) if spec.made_at else None,
    )
    return bytes(result)


def _measures(layout: Layout, spec: SheetSpec) -> dict[str, object]:
    return {
        "page_width": PAGE_WIDTH,
        "page_height": PAGE_HEIGHT,
        "margin": MARGIN,
        "padding": PADDING,
        "columns": layout.columns,
        "rows": layout.rows,
        "width": layout.width,
        "height": layout.height,
        "code": layout.code,
        "module": layout.module,
        "pages": layout.pages(len(spec.labels)),
        "caption": spec.caption,
        "language": spec.language,
    }


def _drawn(label: Label, level: Level) -> dict[str, object]:
    """Return a label as the template takes it: the code as path data in units of one module."""
    modules = tuple(tuple(row) for row in qr_matrix(label.uri, level))
    return {
        "path": svg_path(modules, QUIET_ZONE),
        "modules": len(modules) + 2 * QUIET_ZONE,
        "title": label.title,
        "lines": list(label.lines),
        "code": label.code,
    }
