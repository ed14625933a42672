"""A gateway's report as CSV. Pure.

One form for all gateways, because each exports its own: columns ``kind`` (payment, refund, payout),
``reference`` (the gateway's number of it), ``amount`` (đồng; of a payout what came into the bank),
``day`` (YYYY-MM-DD or DD/MM/YYYY), and, where there are any, ``fee`` and ``order``. Separated by
comma or semicolon.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

KINDS = ("payment", "refund", "payout")
COLUMNS = ("kind", "reference", "amount", "day", "fee", "order")
NEEDED = frozenset({"kind", "reference", "amount", "day"})
_WHOLE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,13}", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_LOCAL = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)


class ReportError(ValueError):
    """A report that cannot be read; ``reason`` says why."""

    def __init__(self, reason: str, *, line: int = 0, found: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One movement as the gateway reports it."""

    kind: str
    reference: str
    amount: int
    day: date
    fee: int = 0
    order: str = ""


def read_report(content: bytes) -> Sequence[ReportLine]:
    """Return the lines of a report.

    Raises:
        ReportError: says which line is wrong, and how.
    """
    rows = _rows(content)
    lines = [_line(number, row) for number, row in rows]
    seen: set[tuple[str, str]] = set()
    for (number, _row), line in zip(rows, lines, strict=True):
        key = (line.kind, line.reference)
        if key in seen:
            raise ReportError("twice", line=number, found=line.reference)
        seen.add(key)
    return lines


def write_report(lines: Iterable[ReportLine]) -> bytes:
    """Return lines as the CSV that `read_report` reads."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in lines:
        rows.writerow(
            (one.kind, one.reference, one.amount, one.day.isoformat(), one.fee, one.order)
        )
    return sheet.getvalue().encode()


def _rows(content: bytes) -> list[tuple[int, Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError("not_text") from error
    if not text.strip():
        raise ReportError("empty")
    head = text.lstrip().splitlines()[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ReportError("not_text") from error
    if not rows:
        raise ReportError("empty")
    names = [name.strip().lower() for name in rows[0][1]]
    if not NEEDED.issubset(names):
        raise ReportError("no_headings")
    return [
        (number, {name: cell.strip() for name, cell in zip(names, row, strict=False)})
        for number, row in rows[1:]
    ]


def _line(number: int, row: Mapping[str, str]) -> ReportLine:
    kind, reference = row.get("kind", "").lower(), row.get("reference", "")
    if kind not in KINDS:
        raise ReportError("bad_kind", line=number, found=kind[:40])
    if not reference or len(reference) > 100:  # noqa: PLR2004
        raise ReportError("no_reference", line=number)
    return ReportLine(
        kind=kind,
        reference=reference,
        amount=_amount(number, row.get("amount", "")),
        day=_day(number, row.get("day", "")),
        fee=_amount(number, row.get("fee", "") or "0"),
        order=row.get("order", "")[:40],
    )


def _amount(number: int, text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ReportError("bad_amount", line=number, found=text[:40])
    return int(text.replace(".", "").replace(",", ""))


def _day(number: int, text: str) -> date:
    iso, local = _ISO.match(text), _LOCAL.match(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
    except ValueError:
        pass
    raise ReportError("bad_day", line=number, found=text[:40])
