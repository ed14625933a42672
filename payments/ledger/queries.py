"""Reading the books."""

from django.db.models import F, QuerySet, Sum

from payments.ledger.core.postings import Role
from payments.ledger.models import JournalEntry, Posting


def balance(*, owner: str, role: Role, currency: str = "VND") -> int:
    """Return debits minus credits of one account, in minor units."""
    mine = Posting.objects.filter(
        account__owner=owner, account__role=role.value, account__currency=currency
    )
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


def unbalanced_entries() -> QuerySet[JournalEntry]:
    """Return entries whose postings do not add up to zero in some currency: there must be none."""
    off = (
        Posting.objects.values("entry", "account__currency")
        .annotate(sum=Sum(F("debit") - F("credit")))
        .exclude(sum=0)
    )
    return JournalEntry.objects.filter(pk__in=off.values("entry"))
