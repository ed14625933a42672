"""Tables people upload: CSV in whatever encoding a spreadsheet wrote, and XLSX. No Django.

Every cell comes out as text: dates as dd/mm/yyyy, numbers with a decimal comma, formulas as the
values they had when the file was saved.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MOST_UNPACKED = 300_000_000
"""Bytes an XLSX may unfold to."""
MOST_COLUMNS = 200
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ";,\t|"


class TableError(ValueError):
    """A file that is no table; ``code`` says why: old_excel, damaged, empty, too_long, binary."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row with the number a spreadsheet shows for it."""

    number: int
    cells: Sequence[str]


def read_table(content: bytes, *, most_rows: int) -> list[TableRow]:
    """Return the rows of a table that are not empty; the first one has the names of the columns.

    Raises:
        TableError: it is no table, has no rows, or more than ``most_rows``.
    """
    if content.startswith(_OLD_EXCEL):
        raise TableError("old_excel")
    lines = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
    told = (TableRow(number, _trimmed(cells)) for number, cells in enumerate(lines, start=1))
    rows = list(islice((row for row in told if any(row.cells)), most_rows + 2))
    if not rows:
        raise TableError("empty")
    if len(rows) > most_rows + 1:
        raise TableError("too_long")
    return rows


def decoded(content: bytes) -> str:
    """Return the text of a CSV file: by its mark, as UTF-8, else as Windows-1258.

    Windows-1258 writes Vietnamese tones as marks of their own; they are joined to their letters.

    Raises:
        TableError: it is no text.
    """
    mark = next((name for start, name in _BOMS if content.startswith(start)), "")
    if not mark and b"\x00" in content:
        raise TableError("binary")
    for name in (mark,) if mark else ("utf-8", "cp1258"):
        try:
            return unicodedata.normalize("NFC", content.decode(name))
        except UnicodeDecodeError:
            continue
    raise TableError("damaged")


def plain(text: str) -> str:
    """Return a column's name as names are compared: no accents, no unit in brackets, lower case.

    >>> plain("Độ mặn (‰) ")
    'do man'
    """
    bare = text.partition("(")[0].replace("đ", "d").replace("Đ", "D")
    letters = unicodedata.normalize("NFKD", bare)
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(kept.lower().replace("*", " ").split())


def written_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a CSV file that every spreadsheet opens with its accents.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def written_xlsx(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """Return an XLSX file with one sheet; every cell is text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([_harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "@", "\t", "\r"} else cell


def _csv(content: bytes) -> Iterator[list[str]]:
    text = decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise TableError("damaged") from error


def _xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise TableError("too_long")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [_text(cell) for cell in row]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        if isinstance(error, TableError):
            raise
        raise TableError("damaged") from error


def _text(cell: object) -> str:
    if isinstance(cell, float):
        told = f"{cell:.0f}" if cell.is_integer() else f"{cell:.10g}".replace(".", ",")
    elif isinstance(cell, datetime):
        told = f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%d/%m/%Y %H:%M}"
    elif isinstance(cell, date):
        told = f"{cell:%d/%m/%Y}"
    elif isinstance(cell, time):
        told = f"{cell:%H:%M}"
    else:
        told = "" if cell is None else str(cell)
    return told


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Return the cells without needless spaces, and without empty ones at the end."""
    told = [" ".join(cell.split()) for cell in cells[:MOST_COLUMNS]]
    while told and not told[-1]:
        told.pop()
    return told
