"""Statements as spreadsheets write them: CSV with a row of headings somewhere near the top. Pure.

Banks here name their columns as they like, so columns are known by words of their headings, without
accents. Money is either in two columns (in, out) or in one with a sign.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from marketplace.base.words.core import fold
from payments.statements.core.lines import LARGEST, Line, Statement, StatementError

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": (
        "ngay giao dich",
        "ngay hieu luc",
        "ngay hach toan",
        "transaction date",
        "ngay",
        "date",
    ),
    "credit": ("so tien ghi co", "phat sinh co", "ghi co", "credit amount", "credit", "tien vao"),
    "debit": ("so tien ghi no", "phat sinh no", "ghi no", "debit amount", "debit", "tien ra"),
    "amount": ("so tien giao dich", "so tien", "transaction amount", "amount"),
    "memo": (
        "noi dung giao dich",
        "noi dung",
        "dien giai",
        "mo ta",
        "description",
        "remark",
        "details",
    ),
    "reference": (
        "so tham chieu",
        "so but toan",
        "ma giao dich",
        "so ct",
        "reference",
        "transaction id",
    ),
}
"""What a column is about, by words its heading starts with; longer words first."""

_LOOK_FOR_HEADINGS: Final = 40
_ACCOUNT: Final = re.compile(
    r"(?:tai khoan|account)(?: no| number| so)?[^0-9a-z]*([0-9a-z]*\d{4,19})"
)
_DAY: Final = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})")
_NUMBER: Final = re.compile(r"([+-]?)\(?(\d+)\)?")


def read(text: str) -> Statement:
    """Return the lines of a CSV statement.

    Raises:
        StatementError: no headings were found, or a line has no readable day or amount.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), _dialect(text)))
    except csv.Error as error:
        raise StatementError("not_text", found=str(error)) from error
    at, columns = _headings(rows)
    found = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        line = _line(row, columns, number)
        if line is not None:
            found.append(line)
    return Statement(account_number=_account(rows[:at]), lines=tuple(found))


def _dialect(text: str) -> type[csv.Dialect]:
    """Return how the columns are told apart: by what stands most often near the top."""
    head = text[:4096]

    class Dialect(csv.excel):
        delimiter = max(";,\t|", key=head.count)

    return Dialect


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:_LOOK_FOR_HEADINGS]):
        columns = _columns([" ".join(fold(cell).split()) for cell in row])
        has_money = "credit" in columns or "amount" in columns
        if "date" in columns and "memo" in columns and has_money:
            return at, columns
    raise StatementError("no_headings")


def _columns(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for name, words in HEADINGS.items():
        hits = (at for word in words for at, cell in enumerate(cells) if cell.startswith(word))
        place = next((at for at in hits if at not in columns.values()), None)
        if place is not None:
            columns[name] = place
    return columns


def _line(row: Sequence[str], columns: Mapping[str, int], number: int) -> Line | None:
    cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
    if _DAY.search(cells["date"]) is None:
        return None if _is_no_movement(cells) else _refuse("no_day", number, cells["date"])
    amount = _money(cells, number)
    if amount == 0:
        return None
    return Line(
        booked_on=_day(cells["date"], number),
        amount=amount,
        memo=cells["memo"],
        reference=cells.get("reference", ""),
        at=number,
    )


def _is_no_movement(cells: Mapping[str, str]) -> bool:
    """Say whether a row without a day is a blank or a sum at the end, not a broken line."""
    return not cells["date"] or not any(character.isdigit() for character in cells["date"])


def _refuse(code: str, number: int, found: str) -> Line | None:
    raise StatementError(code, line=number, found=found)


def _day(text: str, number: int) -> date:
    """Return the day in ``text``: day first, or year first where it has four digits."""
    match = _DAY.search(text)
    assert match is not None  # noqa: S101 -- the caller looked
    one, two, three = match.groups()
    form = "%Y-%m-%d" if len(one) == len("2026") else "%d-%m-%Y"
    try:
        return datetime.strptime(f"{one}-{two}-{three}", form).date()  # noqa: DTZ007 -- a day
    except ValueError as error:
        raise StatementError("no_day", line=number, found=text) from error


def _money(cells: Mapping[str, str], number: int) -> int:
    if "credit" in cells:
        came = abs(_dong(cells["credit"], number))
        went = abs(_dong(cells.get("debit", ""), number))
        if came and went:
            raise StatementError("both_ways", line=number, found=f"{came} / {went}")
        return came - went
    return _dong(cells["amount"], number)


def _dong(text: str, number: int) -> int:
    """Return whole đồng from ``1.250.000``, ``1,250,000.00``, ``-50 000 VND``; 0 for nothing."""
    bare = re.sub(r"(?i)vnd|đ|₫|\s|\u00a0", "", text)
    bare = re.sub(r"[.,]00?$", "", bare) if re.search(r"\d[.,]00?$", bare) else bare
    match = _NUMBER.fullmatch(re.sub(r"[.,](?=\d{3}(?:\D|$))", "", bare)) if bare else None
    if not bare or bare in {"-", "0"}:
        return 0
    if match is None or int(match[2]) > LARGEST:
        raise StatementError("no_amount", line=number, found=text)
    is_out = match[1] == "-" or bare.startswith("(")
    return -int(match[2]) if is_out else int(match[2])


def _account(rows: Sequence[Sequence[str]]) -> str:
    for row in rows:
        found = _ACCOUNT.search(" ".join(fold(cell) for cell in row))
        if found:
            return found[1].upper()
    return ""
