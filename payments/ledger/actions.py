"""Writing the books."""

from django.db import models, transaction

from marketplace.kernel.clock import now
from payments.ledger.core.postings import Postings, is_balanced
from payments.ledger.errors import UnbalancedEntryError
from payments.ledger.models import Account, JournalEntry, Posting


@transaction.atomic
def post_entry(
    *, kind: str, owner: str, currency: str, subject: models.Model, postings: Postings
) -> JournalEntry | None:
    """Write one entry and return it; nothing when no money moved.

    Args:
        kind: what happened, e.g. ``money_came``.
        owner: whose books, e.g. ``payee:12``.
        currency: of all postings.
        subject: the saved record that moved the money.
        postings: from `payments.ledger.core.postings`.

    Raises:
        UnbalancedEntryError: debits and credits differ, or a line has not exactly one side.
    """
    if not is_balanced(postings):
        raise UnbalancedEntryError(kind=kind, owner=owner)
    if not postings:
        return None
    entry = JournalEntry.objects.create(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        created_at=now(),
    )
    accounts = _accounts(owner, currency, {one.role.value for one in postings})
    Posting.objects.bulk_create(
        Posting(entry=entry, account=accounts[one.role.value], debit=one.debit, credit=one.credit)
        for one in postings
    )
    return entry


def _accounts(owner: str, currency: str, roles: set[str]) -> dict[str, Account]:
    mine = Account.objects.filter(owner=owner, currency=currency, role__in=roles)
    found = {account.role: account for account in mine}
    for role in sorted(roles - found.keys()):
        found[role], _created = Account.objects.get_or_create(
            owner=owner, role=role, currency=currency
        )
    return found
