"""Statements in SWIFT's MT940, read by the library ``mt-940``. Pure.

Source: SWIFT MT940 customer statement: fields 25, 61, 86.
"""

import re
from decimal import Decimal

import mt940

from payments.statements.core.lines import LARGEST, Line, Statement, StatementError


def read(text: str) -> Statement:
    """Return the lines of an MT940 statement.

    Raises:
        StatementError: it cannot be read, or amounts are not whole đồng.
    """
    try:
        found = mt940.parse(text)
    except Exception as error:  # the library's own errors have no common parent
        raise StatementError("not_mt940", found=str(error)) from error
    account = str(found.data.get("account_identification", ""))
    lines = [_line(one.data, at) for at, one in enumerate(found, start=1)]
    return Statement(account_number=re.split(r"[/ ]", account)[-1], lines=tuple(lines))


def _line(data: dict[str, object], at: int) -> Line:
    amount, booked = data.get("amount"), data.get("date")
    if not isinstance(amount, mt940.models.Amount) or not isinstance(booked, mt940.models.Date):
        raise StatementError("no_amount", line=at)
    if amount.currency not in {"VND", ""}:
        raise StatementError("not_dong", line=at, found=str(amount.currency))
    number = Decimal(amount.amount)
    if number % 1 or abs(number) > LARGEST or number == 0:
        raise StatementError("no_amount", line=at, found=str(number))
    return Line(
        booked_on=booked,
        amount=int(number),
        memo=" ".join(str(data.get("transaction_details") or "").split()),
        reference=_reference(data),
        at=at,
    )


def _reference(data: dict[str, object]) -> str:
    for name in ("bank_reference", "customer_reference"):
        text = str(data.get(name) or "").strip()
        if text and text != "NONREF":
            return text
    return ""
