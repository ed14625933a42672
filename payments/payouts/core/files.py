"""A bank's payout file: which columns, and cells that no spreadsheet takes for a formula. Pure.

Every cell is made of ``A-Z a-z 0-9`` and spaces, so it can neither begin a formula (``= + - @``)
nor break out of its column. Names and memos are ASCII: banks drop or damage anything else.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

FIELDS = ("number", "code", "account", "holder", "bin", "bank", "amount", "currency", "memo")
FIXED = "="
"""A column's field that begins with it is fixed text."""

DELIMITERS = (",", ";", "\t", "|")
SAFE = re.compile(r"[A-Za-z0-9 ]*")
LONGEST_NAME = 70
LONGEST_MEMO = 60
MOST_DIGITS = 12


class TemplateError(ValueError):
    """A template that no file can be made of."""


class CellError(ValueError):
    """A cell that a bank or a spreadsheet would misread; ``number`` is its line, from 1."""

    def __init__(self, text: str, *, number: int = 1) -> None:
        super().__init__(text)
        self.number = number


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Columns of a bank's file: heading and field each, in order."""

    label: str
    columns: tuple[tuple[str, str], ...]
    delimiter: str = ","
    headings: bool = True

    def __post_init__(self) -> None:
        if not self.columns or self.delimiter not in DELIMITERS:
            raise TemplateError("a template needs columns and a delimiter of , ; | or tab")
        for heading, field in self.columns:
            _check_column(heading, field)
        if not {"account", "amount"} <= {field for _heading, field in self.columns}:
            raise TemplateError("a template without account and amount pays nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One payment of a file; ``amount`` in whole đồng."""

    code: str
    account: str
    holder: str
    bin: str
    bank: str
    amount: int
    memo: str
    currency: str = "VND"


def template_of(raw: Mapping[str, object]) -> Template:
    """Return a template as the settings write it.

    Raises:
        TemplateError: it is none.
    """
    columns = raw.get("columns")
    if not isinstance(columns, Sequence) or isinstance(columns, str):
        raise TemplateError("columns must be a list of heading and field")
    pairs = []
    for pair in columns:
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:  # noqa: PLR2004
            raise TemplateError(f"{pair!r} is no heading and field")
        pairs.append((str(pair[0]), str(pair[1])))
    return Template(
        label=str(raw.get("label", "")),
        columns=tuple(pairs),
        delimiter=str(raw.get("delimiter", ",")),
        headings=bool(raw.get("headings", True)),
    )


def file_bytes(template: Template, lines: Iterable[Line]) -> bytes:
    """Return the file, ASCII with CRLF, the same bytes for the same lines.

    Raises:
        CellError: a cell is not safe, or an amount is no amount.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=template.delimiter, lineterminator="\r\n")
    if template.headings:
        writer.writerow([heading for heading, _field in template.columns])
    for number, line in enumerate(lines, start=1):
        writer.writerow([_cell(line, number, field) for _heading, field in template.columns])
    return out.getvalue().encode("ascii")


def digest(content: bytes) -> str:
    """Return what tells two files apart: SHA-256, 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def shown(digest_: str) -> str:
    """Return a digest's first 16 digits in fours, as people compare them aloud."""
    head = digest_[:16].upper()
    return " ".join(head[at : at + 4] for at in range(0, 16, 4))


def plain(text: str, longest: int) -> str:
    """Return ``text`` in ASCII letters, digits and single spaces, at most ``longest``.

    >>> plain("Trần Đình Trọng (Cô Ba)", 70)
    'Tran Dinh Trong Co Ba'
    """
    folded = text.replace("đ", "d").replace("Đ", "D")
    letters = unicodedata.normalize("NFKD", folded)
    kept = "".join(
        one if one.isascii() and one.isalnum() else "" if unicodedata.combining(one) else " "
        for one in letters
    )
    return " ".join(kept.split())[:longest].rstrip()


def _check_column(heading: str, field: str) -> None:
    fixed = field.startswith(FIXED)
    if not fixed and field not in FIELDS:
        raise TemplateError(f"unknown field {field!r}; write one of {', '.join(FIELDS)}")
    if fixed and not SAFE.fullmatch(field.removeprefix(FIXED)):
        raise TemplateError(f"fixed text {field!r} may have letters, digits and spaces")
    if not SAFE.fullmatch(heading):
        raise TemplateError(f"heading {heading!r} may have letters, digits and spaces")


def _cell(line: Line, number: int, field: str) -> str:
    if field.startswith(FIXED):
        return field.removeprefix(FIXED)
    text = {
        "number": str(number),
        "code": line.code,
        "account": line.account,
        "holder": plain(line.holder, LONGEST_NAME).upper(),
        "bin": line.bin,
        "bank": plain(line.bank, LONGEST_NAME),
        "amount": _amount(line.amount, number),
        "currency": line.currency,
        "memo": plain(line.memo, LONGEST_MEMO).upper(),
    }[field]
    if not text or not SAFE.fullmatch(text):
        told = f"{field} of line {number} cannot stand in a bank's file"
        raise CellError(told, number=number)
    return text


def _amount(amount: int, number: int) -> str:
    text = str(amount)
    if amount <= 0 or len(text) > MOST_DIGITS:
        raise CellError(f"{amount} is no amount to pay out", number=number)
    return text
