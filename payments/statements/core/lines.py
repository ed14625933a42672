"""What one line of a bank statement says, whatever file it stood in. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from marketplace.base.words.core import fold

LARGEST: Final = 10**15
"""In đồng, either way; more is a misread column."""


class StatementError(ValueError):
    """A file that is no statement, or a line of it that cannot be read.

    Args:
        code: stable name of what is wrong.
        line: of the file, counted from 1; 0 where it is about the whole file.
        found: what stood there.
    """

    def __init__(self, code: str, *, line: int = 0, found: str = "") -> None:
        super().__init__(
            f"line {line}: {code} {found[:80]!r}" if line else f"{code} {found[:80]!r}"
        )
        self.code = code
        self.line = line
        self.found = found[:80]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Money that moved on an account.

    Args:
        booked_on: the bank's day.
        amount: whole đồng; more than zero came in, less went out.
        memo: the transfer's content.
        reference: the bank's own number; may be empty.
        at: line of the file, counted from 1, or place in it.
    """

    booked_on: date
    amount: int
    memo: str
    reference: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A file that was read: whose account (empty: it does not say) and what moved on it."""

    account_number: str
    lines: tuple[Line, ...]


def keyed(lines: Iterable[Line]) -> list[tuple[str, Line]]:
    """Return each line with a key that is the same in every file that tells of it.

    Day, amount, content and reference, and for equal ones which of them it is: two neighbours who
    each pay 50.000 ₫ with the same words on one day are two lines, the same day's file sent twice
    is not four.
    """
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        same = " ".join(fold(line.memo).split())
        text = f"{line.booked_on:%Y%m%d}|{line.amount}|{line.reference.upper()}|{same}"
        seen[text] += 1
        key = hashlib.sha256(f"{text}|{seen[text]}".encode()).hexdigest()
        found.append((key, line))
    return found
