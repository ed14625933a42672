"""Closing a month. There is no way back: what was wrong is corrected in the open month."""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from payments.ledger.core.months import last_day, month_of, previous_month
from payments.ledger.hooks import close_blockers
from payments.ledger.models import JournalEntry, MonthClose
from payments.ledger.queries import (
    mirror_differences,
    month_digest,
    open_from,
    unbalanced_entries,
)
from payments.periods.errors import CloseRefusedError

LOCK = 7_023_101
"""The key in ``ledger/migrations/0003_months.py``: writers share it, closing has it alone."""


@transaction.atomic
def close_month(*, month: date, acting_user: User) -> MonthClose:
    """Close the books of a month for good and return what proves their state.

    Raises:
        CloseRefusedError: it is not over, an earlier month is open, or something is unsettled.
    """
    _keep_writers_out()
    reasons = blockers(month)
    if reasons:
        raise CloseRefusedError(reasons=" ".join(reasons))
    entries, turnover, digest = month_digest(month)
    closed = MonthClose.objects.create(
        month=month,
        entries=entries,
        turnover=turnover,
        digest=digest,
        closed_by=acting_user,
        closed_at=now(),
    )
    record("month.closed", acting_user=acting_user, subject=closed, month=month, digest=digest)
    return closed


def blockers(month: date) -> Sequence[str]:
    """Return the sentences that say why a month cannot be closed; none when it can."""
    if month < open_from():
        return [_("It is closed already.")]
    if last_day(month) >= timezone.localdate():
        return [_("The month is not over yet.")]
    found = []
    earlier = first_open_month()
    if earlier is not None and earlier < month:
        found.append(_("Close %(month)s first.") % {"month": f"{earlier:%m/%Y}"})
    if unbalanced_entries().exists():
        found.append(_("Entries do not balance."))
    if mirror_differences():
        found.append(_("The books of sellers and of the shop disagree."))
    told = [str(reason) for answer in close_blockers.send(month) for reason in answer]
    return found + told


def first_open_month() -> date | None:
    """Return the earliest month with entries that is not closed, or None without any."""
    first = JournalEntry.objects.filter(booked_on__gte=open_from()).order_by("booked_on").first()
    return None if first is None else month_of(first.booked_on)


def is_untouched(closed: MonthClose) -> bool:
    """Return whether a closed month's books are still what they were when it was closed."""
    return month_digest(closed.month) == (closed.entries, closed.turnover, closed.digest)


def months_to_show(*, most: int = 24) -> Sequence[date]:
    """Return the months from this one back to the first entry, newest first."""
    first = JournalEntry.objects.order_by("booked_on").first()
    month = month_of(timezone.localdate())
    until = month if first is None else month_of(first.booked_on)
    shown = [month]
    while shown[-1] > until and len(shown) < most:
        shown.append(previous_month(shown[-1]))
    return shown


def _keep_writers_out() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
