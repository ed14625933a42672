"""Statements in ISO 20022 camt.053 (or 052, 054). Pure; hostile XML is refused by ``defusedxml``.

Source: ISO 20022 camt.053.001: Stmt/Acct/Id, Ntry/{Amt, CdtDbtInd, BookgDt, AcctSvcrRef, NtryDtls}.
Namespaces differ by version, so elements are found by their local names.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from payments.statements.core.lines import LARGEST, Line, Statement, StatementError


def read(text: str) -> Statement:
    """Return the booked lines of a camt statement.

    Raises:
        StatementError: no XML, hostile XML, no statement in it, or amounts are not whole đồng.
    """
    try:
        root = fromstring(text.encode())
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise StatementError("not_xml", found=str(error)) from error
    entries = list(_all(root, "Ntry"))
    if not entries and next(_all(root, "Stmt"), None) is None:
        raise StatementError("no_statement")
    lines = [_line(entry, at) for at, entry in enumerate(entries, start=1) if _is_booked(entry)]
    return Statement(account_number=_account(root), lines=tuple(lines))


def _line(entry: Element, at: int) -> Line:
    amount = _amount(entry, at)
    is_out = _text(entry, "CdtDbtInd") == "DBIT"
    return Line(
        booked_on=_day(entry, at),
        amount=-amount if is_out else amount,
        memo=" ".join(one.text.strip() for one in _all(entry, "Ustrd") if one.text)
        or _text(entry, "AddtlNtryInf"),
        reference=_text(entry, "AcctSvcrRef") or _text(entry, "NtryRef"),
        at=at,
    )


def _amount(entry: Element, at: int) -> int:
    found = next(_all(entry, "Amt"), None)
    if found is None:
        raise StatementError("no_amount", line=at)
    if found.get("Ccy", "VND") != "VND":
        raise StatementError("not_dong", line=at, found=str(found.get("Ccy")))
    try:
        number = Decimal((found.text or "").strip())
    except InvalidOperation as error:
        raise StatementError("no_amount", line=at, found=found.text or "") from error
    if not number.is_finite() or number % 1 or not 0 < number <= LARGEST:
        raise StatementError("no_amount", line=at, found=found.text or "")
    return int(number)


def _day(entry: Element, at: int) -> date:
    booked = next(_all(entry, "BookgDt"), None)
    text = "".join(booked.itertext()).strip() if booked is not None else ""
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise StatementError("no_day", line=at, found=text) from error


def _is_booked(entry: Element) -> bool:
    status = next(_all(entry, "Sts"), None)
    return status is None or "".join(status.itertext()).strip() in {"", "BOOK"}


def _account(root: Element) -> str:
    account = next(_all(root, "Acct"), None)
    if account is None:
        return ""
    return (
        _text(account, "IBAN")
        or next(
            (one.text or "" for one in _all(account, "Id") if (one.text or "").strip()), ""
        ).strip()
    )


def _text(element: Element, name: str) -> str:
    found = next(_all(element, name), None)
    return (found.text or "").strip() if found is not None else ""


def _all(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if one.tag.rpartition("}")[2] == name)
