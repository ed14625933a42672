"""Reading the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import F, Max, Q, QuerySet, Sum

from payments.ledger.core.months import next_month
from payments.ledger.core.postings import Role
from payments.ledger.models import Account, JournalEntry, MonthClose, Posting

PLATFORM = "platform"
"""Owner of the platform's own books."""

MIRRORS = ((Role.HELD, Role.PAYABLE), (Role.DUE_TO_PLATFORM, Role.SELLERS_DUE))
"""What a payee's books say of the platform, and what the platform's say of the payee."""


def balance(
    *,
    owner: str,
    role: Role,
    currency: str = "VND",
    detail: str | None = None,
    until: date | None = None,
) -> int:
    """Return debits minus credits of one account, in minor units.

    Args:
        owner: whose books.
        role: which account.
        currency: of the account.
        detail: one sub-account; all of them by default.
        until: last day that counts; everything by default.
    """
    mine = Posting.objects.filter(
        account__owner=owner, account__role=role.value, account__currency=currency
    )
    if detail is not None:
        mine = mine.filter(account__detail=detail)
    if until is not None:
        mine = mine.filter(entry__booked_on__lte=until)
    return mine.aggregate(sum=Sum(F("debit") - F("credit")))["sum"] or 0


def balances(*, owner: str, currency: str = "VND") -> dict[Role, int]:
    """Return debits minus credits of every account of an owner, in minor units; one query."""
    rows = (
        Posting.objects.filter(account__owner=owner, account__currency=currency)
        .values_list("account__role")
        .annotate(sum=Sum(F("debit") - F("credit")))
    )
    found = dict(rows)
    return {role: found.get(role.value, 0) for role in Role}


def details(*, owner: str, role: Role, currency: str = "VND") -> dict[str, int]:
    """Return debits minus credits of each sub-account of a role, in minor units; one query."""
    rows = (
        Posting.objects.filter(
            account__owner=owner, account__role=role.value, account__currency=currency
        )
        .values_list("account__detail")
        .annotate(sum=Sum(F("debit") - F("credit")))
    )
    return dict(rows)


def unbalanced_entries() -> QuerySet[JournalEntry]:
    """Return entries whose postings do not add up to zero in some currency: there must be none."""
    off = (
        Posting.objects.values("entry", "account__currency")
        .annotate(sum=Sum(F("debit") - F("credit")))
        .exclude(sum=0)
    )
    return JournalEntry.objects.filter(pk__in=off.values("entry"))


def mirror_differences(*, currency: str = "VND") -> dict[tuple[str, Role], int]:
    """Return by payee and role where a payee's books and the platform's disagree: nowhere, ever."""
    off: dict[tuple[str, Role], int] = {}
    for theirs, ours in MIRRORS:
        of_platform = details(owner=PLATFORM, role=ours, currency=currency)
        of_payees = _by_owner(theirs, currency)
        for owner in sorted(of_platform.keys() | of_payees.keys()):
            apart = of_payees.get(owner, 0) + of_platform.get(owner, 0)
            if apart:
                off[owner, theirs] = apart
    return off


def open_from() -> date:
    """Return the first day whose books are not closed."""
    last = MonthClose.objects.aggregate(last=Max("month"))["last"]
    return date.min if last is None else next_month(last)


def _by_owner(role: Role, currency: str) -> dict[str, int]:
    accounts = Account.objects.filter(role=role.value, currency=currency).exclude(owner=PLATFORM)
    rows = accounts.values_list("owner").annotate(
        sum=Sum(F("postings__debit") - F("postings__credit"))
    )
    return {owner: total or 0 for owner, total in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """One account of a trial balance, in minor units; balances are debits minus credits."""

    role: str
    detail: str
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        """The balance at the end of the month."""
        return self.opening + self.debit - self.credit


def trial_balance(
    month: date, *, owner: str | None = None, currency: str = "VND"
) -> Sequence[TrialRow]:
    """Return every account that was ever used, with its balances around a month; one query.

    Args:
        month: its first day.
        owner: whose books; None adds up those of all payees by role.
        currency: of the accounts.
    """
    before, within = (
        Q(entry__booked_on__lt=month),
        Q(entry__booked_on__gte=month, entry__booked_on__lt=next_month(month)),
    )
    of = Posting.objects.filter(account__currency=currency)
    of = of.exclude(account__owner=PLATFORM) if owner is None else of.filter(account__owner=owner)
    by = ["account__role"] if owner is None else ["account__role", "account__detail"]
    rows = of.values(*by).annotate(
        opening=Sum(F("debit") - F("credit"), filter=before, default=0),
        debited=Sum("debit", filter=within, default=0),
        credited=Sum("credit", filter=within, default=0),
    )
    found = [
        TrialRow(
            role=row["account__role"],
            detail=row.get("account__detail", ""),
            opening=row["opening"],
            debit=row["debited"],
            credit=row["credited"],
        )
        for row in rows
    ]
    order = [role.value for role in Role]
    return sorted(found, key=lambda row: (order.index(row.role), row.detail))


def month_digest(month: date) -> tuple[int, int, str]:
    """Return the number of entries of a month, what they move, and the SHA-256 of all of it."""
    lines = (
        Posting.objects.filter(entry__booked_on__gte=month, entry__booked_on__lt=next_month(month))
        .order_by("entry_id", "pk")
        .values_list(
            "entry_id",
            "entry__kind",
            "entry__booked_on",
            "account__owner",
            "account__role",
            "account__detail",
            "account__currency",
            "debit",
            "credit",
        )
    )
    digest, entries, turnover = sha256(), set[int](), 0
    for line in lines.iterator():
        digest.update("|".join(str(part) for part in line).encode() + b"\n")
        entries.add(line[0])
        turnover += line[7]
    return len(entries), turnover, digest.hexdigest()
