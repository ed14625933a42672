"""A seller's statement of a month: opening balance, what moved, closing balance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise

from payments.actions.books import owner_of, payee_of
from payments.ledger.core.months import next_month
from payments.ledger.core.postings import Role
from payments.ledger.models import Posting
from payments.ledger.queries import TrialRow, trial_balance
from payments.models import Payee
from payments.periods.words import ACCOUNTS, CREDIT_SIDE, ENTRIES, TAXES

SHOWN = 500
"""Lines on one page; the file has all of them."""

OF_MONEY = (Role.BANK, Role.CASH, Role.HELD, Role.DUE_TO_PLATFORM)
"""Accounts whose lines a seller can look through; first the one that is asked for most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account of a month, as people read it: debts and income are positive, too."""

    role: str
    label: str | Promise
    detail: str
    opening: int
    rise: int
    fall: int

    @property
    def closing(self) -> int:
        """The balance at the month's end."""
        return self.opening + self.rise - self.fall


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One movement, with the balance after it."""

    day: date
    what: str | Promise
    code: str
    rise: int
    fall: int
    balance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Everything a seller's page shows of a month."""

    payee: Payee
    month: date
    accounts: Sequence[AccountRow]
    chosen: AccountRow | None
    lines: Sequence[LineRow]
    is_cut: bool


def statement(payee: Payee, month: date, *, role: str = "", most: int = SHOWN) -> Statement:
    """Return a seller's statement; the number of queries does not grow with the lines.

    Args:
        payee: whose.
        month: its first day.
        role: the account whose lines are shown; by default the first that moved.
        most: lines at most.
    """
    rows = [account_row(row) for row in trial_balance(month, owner=owner_of(payee.pk))]
    accounts = [row for row in rows if row.opening or row.rise or row.fall]
    chosen = _chosen(accounts, role)
    lines = [] if chosen is None else _lines(payee, month, chosen, most)
    return Statement(
        payee=payee,
        month=month,
        accounts=accounts,
        chosen=chosen,
        lines=lines[:most],
        is_cut=len(lines) > most,
    )


def account_row(row: TrialRow) -> AccountRow:
    """Return a row of the trial balance as people read it."""
    turned = row.role in CREDIT_SIDE
    return AccountRow(
        role=row.role,
        label=ACCOUNTS[row.role],
        detail=row.detail,
        opening=-row.opening if turned else row.opening,
        rise=row.credit if turned else row.debit,
        fall=row.debit if turned else row.credit,
    )


def account_rows(rows: Sequence[TrialRow]) -> list[AccountRow]:
    """Return rows of the trial balance; a seller is called by its name, a tax by its word."""
    sellers = {one.detail: payee_of(one.detail) for one in rows}
    known = Payee.objects.in_bulk([pk for pk in sellers.values() if pk is not None])
    words = {detail: known[pk].name for detail, pk in sellers.items() if pk in known}
    words |= {detail: str(word) for detail, word in TAXES.items()}
    return [replace(account_row(one), detail=words.get(one.detail, one.detail)) for one in rows]


def csv_rows(payee: Payee, month: date) -> Sequence[Sequence[str | int]]:
    """Return every posting of a month for a spreadsheet."""
    postings = list(_postings(payee, month))
    codes = _codes(postings)
    return [
        (
            one.entry.booked_on.isoformat(),
            str(ENTRIES.get(one.entry.kind, one.entry.kind)),
            codes.get((one.entry.subject_type, one.entry.subject_id), ""),
            str(ACCOUNTS[one.account.role]),
            one.debit,
            one.credit,
        )
        for one in postings
    ]


def _chosen(accounts: Sequence[AccountRow], role: str) -> AccountRow | None:
    by_role = {row.role: row for row in accounts}
    order = [role, *(one.value for one in OF_MONEY)]
    return next((by_role[one] for one in order if one in by_role), None)


def _lines(payee: Payee, month: date, account: AccountRow, most: int) -> list[LineRow]:
    postings = list(_postings(payee, month).filter(account__role=account.role)[: most + 1])
    codes = _codes(postings)
    balance, lines = account.opening, []
    turned = account.role in CREDIT_SIDE
    for one in postings:
        rise, fall = (one.credit, one.debit) if turned else (one.debit, one.credit)
        balance += rise - fall
        lines.append(
            LineRow(
                day=one.entry.booked_on,
                what=ENTRIES.get(one.entry.kind, one.entry.kind),
                code=codes.get((one.entry.subject_type, one.entry.subject_id), ""),
                rise=rise,
                fall=fall,
                balance=balance,
            )
        )
    return lines


def _postings(payee: Payee, month: date) -> QuerySet[Posting]:
    of = Posting.objects.filter(account__owner=owner_of(payee.pk), account__currency="VND")
    within = of.filter(entry__booked_on__gte=month, entry__booked_on__lt=next_month(month))
    return within.select_related("entry", "account").order_by("entry__booked_on", "pk")


def _codes(postings: Sequence[Posting]) -> dict[tuple[str, str], str]:
    """Return what names the record behind each entry; one query for each kind of record.

    The memo code of its charge, or of money that came, the bank's own reference: it is what a
    seller finds in the bank's statement.
    """
    wanted: dict[str, set[str]] = {}
    for one in postings:
        wanted.setdefault(one.entry.subject_type, set()).add(one.entry.subject_id)
    codes: dict[tuple[str, str], str] = {}
    for label, keys in wanted.items():
        model = apps.get_model(label)
        names = {field.name for field in model._meta.get_fields()}
        column = next((path for name, path in NAMED_BY if name in names), None)
        if column:
            found = model._default_manager.filter(pk__in=keys).values_list("pk", column)
            codes.update({(label, str(pk)): code or "" for pk, code in found})
    return codes


NAMED_BY = (
    ("memo_code", "memo_code"),
    ("charge", "charge__memo_code"),
    ("reference", "reference"),
)
"""Field that a kind of record has, and the column that names it to a seller; the first counts."""
