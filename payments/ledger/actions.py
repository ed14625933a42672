"""Writing the books."""

from collections.abc import Collection
from datetime import date

from django.db import models, transaction
from django.utils import timezone

from marketplace.kernel.clock import now
from payments.ledger.core.months import booking_day, month_of
from payments.ledger.core.postings import Posting as Line
from payments.ledger.core.postings import Postings, Role, is_balanced
from payments.ledger.errors import MonthClosedError, UnbalancedEntryError
from payments.ledger.models import Account, JournalEntry, Posting
from payments.ledger.queries import open_from


def post_entry(
    *,
    kind: str,
    owner: str,
    currency: str,
    subject: models.Model,
    postings: Postings,
    booked_on: date | None = None,
) -> JournalEntry | None:
    """Write one entry and return it; nothing when no money moved.

    Args:
        kind: what happened, e.g. ``money_came``.
        owner: whose books, e.g. ``payee:12`` or ``platform``.
        currency: of all postings.
        subject: the saved record that moved the money.
        postings: from `payments.ledger.core.postings`.
        booked_on: the day it belongs to, by default today; see `day_for`.

    Raises:
        UnbalancedEntryError: debits and credits differ, or a line has not exactly one side.
        MonthClosedError: ``booked_on`` lies in a month that is closed.
    """
    if not is_balanced(postings):
        raise UnbalancedEntryError(kind=kind, owner=owner)
    if not postings:
        return None
    today = timezone.localdate()
    day = booked_on or today
    if not _is_open(day, today):
        raise MonthClosedError(kind=kind, day=day.isoformat())
    # No savepoint: what goes wrong below must take the money with it that it was to book.
    with transaction.atomic(savepoint=False):
        entry = JournalEntry.objects.create(
            kind=kind,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            booked_on=day,
            created_at=now(),
        )
        accounts = _accounts(owner, currency, {(one.role.value, one.detail) for one in postings})
        Posting.objects.bulk_create(_row(entry, accounts, one) for one in postings)
    return entry


def open_accounts(*, owner: str, currency: str, roles: Collection[Role]) -> None:
    """Make accounts that are not there yet, so that no first entry has to.

    Two first entries of one owner at once wait for each other's new accounts; whoever holds a lock
    meanwhile that the other one wants waits for ever.
    """
    _accounts(owner, currency, {(role.value, "") for role in roles})


def day_for(happened: date) -> date:
    """Return the day to book what happened on ``happened``: today when its month is closed."""
    today = timezone.localdate()
    first = month_of(today) if month_of(happened) == month_of(today) else open_from()
    return booking_day(happened, today=today, open_from=first)


def _is_open(day: date, today: date) -> bool:
    """Return whether a day's month is open; a month that is not over is, without asking."""
    return month_of(day) >= month_of(today) or day >= open_from()


def _row(entry: JournalEntry, accounts: dict[tuple[str, str], Account], one: Line) -> Posting:
    account = accounts[one.role.value, one.detail]
    return Posting(entry=entry, account=account, debit=one.debit, credit=one.credit)


def _accounts(
    owner: str, currency: str, places: set[tuple[str, str]]
) -> dict[tuple[str, str], Account]:
    roles = {role for role, _detail in places}
    mine = Account.objects.filter(owner=owner, currency=currency, role__in=roles)
    details = {detail for _role, detail in places}
    found = {(one.role, one.detail): one for one in mine.filter(detail__in=details)}
    for role, detail in sorted(places - found.keys()):
        found[role, detail], _created = Account.objects.get_or_create(
            owner=owner, role=role, detail=detail, currency=currency
        )
    return found
