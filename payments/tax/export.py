"""The monthly return and a seller's statement as files.

The columns follow what a platform files for each seller: who, tax code, revenue, each tax. They are
the figures of the return, not the authority's own XML form, whose schema is not published yet.
"""

import csv
import io
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from payments.models import Payee
from payments.tax.models import WithholdingLine
from payments.tax.queries import MonthReturn

Cell = str | int
Row = Sequence[Cell]


def return_rows(due: MonthReturn) -> list[Row]:
    """Return the return's rows, headings first, sums last."""
    head = (
        _("No."),
        _("Seller"),
        _("Tax code"),
        _("Sales"),
        _("Revenue"),
        _("VAT withheld"),
        _("Income tax withheld"),
        _("Sum"),
    )
    rows: list[Row] = [head]
    for number, one in enumerate(due.rows, start=1):
        name = one.payee.legal_name or one.payee.name
        code = one.taxpayer.tax_code
        rows.append((number, name, code, one.sales, one.base, one.vat, one.pit, one.tax))
    rows.append(("", _("Sum"), "", "", due.base, due.vat, due.pit, due.tax))
    return rows


def statement_rows(lines: Sequence[WithholdingLine]) -> list[Row]:
    """Return a seller's lines of a month, headings first."""
    head = (
        _("Day"),
        _("Code"),
        _("Class"),
        _("Revenue"),
        _("VAT withheld"),
        _("Income tax withheld"),
        _("Legal basis"),
    )
    rows: list[Row] = [head]
    for one in lines:
        day = timezone.localdate(one.created_at).isoformat()
        kind = str(one.get_tax_class_display() or _("unknown: highest rates"))
        code = one.charge.memo_code
        rows.append((day, code, kind, one.base, one.vat, one.pit, one.rule.basis))
    return rows


def as_csv(rows: Sequence[Row]) -> bytes:
    """Return rows as CSV in UTF-8 that spreadsheets recognise."""
    text = io.StringIO()
    csv.writer(text).writerows([[_safe(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Row], *, title: str) -> bytes:
    """Return rows as a spreadsheet: numbers stay numbers, tax codes stay text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for row in rows:
        sheet.append([_safe(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def file_name(month: str, ending: str, payee: Payee | None = None) -> str:
    """Return what a file is called."""
    of = f"-{payee.pk}" if payee else ""
    return f"thue-khau-tru-{month}{of}.{ending}"


def _safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula, or refuses for what is in it."""
    if isinstance(cell, str):
        cell = ILLEGAL_CHARACTERS_RE.sub(" ", cell)
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{cell}"
    return cell
