"""Labels as files for a printer: A4 sheets, a roll's PDF or ZPL, pictures. No clock, no database.

Typst sets the words in the shop's own font and draws each code as one vector path; nothing in a
PDF is a bitmap, so any printer prints it as sharp as it can. ZPL is written in ``zpl.py``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from marketplace.base.qr.core import QUIET_ZONE, Level, module_count, svg_path
from traceability.labels.core.layout import (
    PADDING,
    Layout,
    NoLabelsError,
    Storage,
    fit_label,
    lay_out,
    level_for,
)
from traceability.labels.core.output import STOCKS, Output
from traceability.labels.core.symbol import qr_modules
from traceability.press import Form, Manuscript, typeset

_TEMPLATE = Path(__file__).parent / "sheet.typ"
_SVGS_AT_ONCE = 200  # outlines of words take memory
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same labels, the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What one label says.

    Attributes:
        uri: what the code carries.
        title: the product's name.
        lines: what stands beneath, one fact a line; the last one is the pack's own.
        code: what people type when the code does not scan; shown large, letter by letter.
        pin: printed in a frame, to be covered by a scratch layer; empty for none.
    """

    uri: str
    title: str
    lines: tuple[str, ...]
    code: str
    pin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSpec:
    """Labels to print.

    Attributes:
        labels: in the order they are wanted.
        storage: how the packs are kept; decides how robust the codes are.
        output: how they come out.
        caption: printed outside the cut on every A4 page, with the page's number.
        pin_words: stand before a PIN.
        language: of the words, for screen readers and hyphenation.
        made_at: when; the file says so. None leaves it out.
        module: side of a module in mm on plain sheets; None for the smallest good one.
    """

    labels: Sequence[Label]
    storage: Storage = "dry"
    output: Output = field(default_factory=Output)
    caption: str = ""
    pin_words: str = "PIN"
    language: str = "vi"
    made_at: datetime | None = None
    module: float | None = None

    @property
    def level(self) -> Level:
        """Return the codes' error correction level."""
        return level_for(self.storage)

    @property
    def skip(self) -> int:
        """Return how many places of the first page stay free."""
        return self.output.skip if self.output.medium == "sheet" else 0


def layout_of(spec: SheetSpec) -> Layout:
    """Return the measures of a sheet, or of a roll's page.

    Raises:
        LabelError: a child: no labels, modules too small, labels too large or too small.
        QrError: a child: a URI that fits no code.
    """
    if not spec.labels:
        raise NoLabelsError("a sheet needs a label")
    return layout_for(_widest(spec), spec.output, spec.module)


def layout_for(modules: int, output: Output, module: float | None = None) -> Layout:
    """Return the measures for codes of ``modules`` across.

    Raises:
        LabelError: a child: modules too small, labels too large or too small.
    """
    if output.medium != "sheet":
        return _one_a_page(output, modules)
    stock = STOCKS[output.stock]
    if stock is None:
        return lay_out(modules, module)
    return Layout(
        fit=fit_label(stock.width, stock.height, modules),
        columns=stock.columns,
        rows=stock.rows,
        width=stock.width,
        height=stock.height,
        left=stock.left,
        top=stock.top,
        gap=stock.gap,
        has_marks=False,
    )


def sheet_pdf(spec: SheetSpec) -> bytes:
    """Return A4 sheets, or a roll's labels one a page, as PDF.

    Raises:
        LabelError: as :func:`layout_of`.
        QrError: as :func:`layout_of`.
        PressError: the typesetter failed.
    """
    (pdf,) = _set(spec, "pdf")
    return pdf


def label_svgs(spec: SheetSpec) -> bytes:
    """Return a zip of pictures, one a label, named by their codes. Raises as :func:`sheet_pdf`."""
    parts = range(0, len(spec.labels), _SVGS_AT_ONCE) or range(1)
    wanted = (replace(spec, labels=spec.labels[at : at + _SVGS_AT_ONCE]) for at in parts)
    pictures = (picture for part in wanted for picture in _set(part, "svg"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for label, picture in zip(spec.labels, pictures, strict=True):
            archive.writestr(zipfile.ZipInfo(f"{label.code}.svg", _ZIP_DATE), picture, 8)
    return out.getvalue()


def label_picture(spec: SheetSpec, form: Form = "png") -> bytes:
    """Return the first label alone as a picture, for a preview. Raises as :func:`sheet_pdf`."""
    return _set(replace(spec, labels=spec.labels[:1]), form, is_alone=True)[0]


def _widest(spec: SheetSpec) -> int:
    """Return how many modules the largest code has: the longest address has it, or nearly so."""
    longest = max(len(label.uri) for label in spec.labels)
    return max(
        module_count(uri, spec.level)
        for uri in {_shape(label.uri) for label in spec.labels if len(label.uri) == longest}
    )


def _shape(uri: str) -> str:
    """Return an address with its last letters and digits made alike: codes of one size."""
    stem, slash, last = uri.rpartition("/")
    return stem + slash + "A" * len(last)


def _one_a_page(output: Output, modules: int) -> Layout:
    return Layout(
        fit=fit_label(output.width, output.height, modules),
        columns=1,
        rows=1,
        width=output.width,
        height=output.height,
        left=0,
        top=0,
        page_width=output.width,
        page_height=output.height + output.gap,
        has_marks=False,
    )


def _set(spec: SheetSpec, form: Form, *, is_alone: bool = False) -> list[bytes]:
    measures = _measures(layout_of(spec), spec, is_alone=is_alone)
    drawn = [_drawn(label, spec.level) for label in spec.labels]
    manuscript = Manuscript(
        template=_TEMPLATE,
        inputs={"labels": drawn, "sheet": measures},
        form=form,
        made_at=spec.made_at,
        ppi=220,
    )
    return typeset(manuscript)


def _measures(layout: Layout, spec: SheetSpec, *, is_alone: bool) -> dict[str, object]:
    page: dict[str, object] = {
        "page_width": layout.page_width,
        "page_height": layout.page_height,
        "left": layout.left,
        "top": layout.top,
        "gap": layout.gap,
        "columns": layout.columns,
        "rows": layout.rows,
        "skip": spec.skip,
        "marks": layout.has_marks,
        "caption": spec.caption if spec.output.medium == "sheet" else "",
    }
    alone = {
        "page_width": layout.width,
        "page_height": layout.height,
        "left": 0,
        "top": 0,
        "columns": 1,
        "rows": 1,
        "skip": 0,
        "marks": False,
        "caption": "",
    }
    return {
        **page,
        **(alone if is_alone else {}),
        "padding": PADDING,
        "width": layout.width,
        "height": layout.height,
        "code": layout.code,
        "module": layout.module,
        "below": layout.fit.is_below,
        "pages": layout.pages(len(spec.labels), spec.skip),
        "title": spec.caption,
        "pin_words": spec.pin_words,
        "language": spec.language,
    }


def _drawn(label: Label, level: Level) -> dict[str, object]:
    """Return a label as the template takes it: the code as path data in units of one module."""
    modules = qr_modules(label.uri, level)
    return {
        "path": svg_path(modules, QUIET_ZONE),
        "modules": len(modules) + 2 * QUIET_ZONE,
        "title": label.title,
        "lines": list(label.lines),
        "code": label.code,
        "pin": label.pin,
    }
