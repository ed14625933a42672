"""Reading the books."""

from datetime import date

from django.db.models import F, Max, QuerySet, Sum

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
