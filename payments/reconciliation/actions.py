"""Taking reports, writing differences down, closing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.outbox import periodic
from payments.actions.books import post_platform
from payments.conf import number
from payments.ledger.actions import day_for
from payments.ledger.core import postings
from payments.models import MerchantAccount
from payments.reconciliation.core.report import ReportError, ReportLine, read_report
from payments.reconciliation.errors import DifferenceClosedError, ReportRefusedError
from payments.reconciliation.finding import Found, find
from payments.reconciliation.models import Difference, ProviderLine, ProviderReport

LARGEST_FILE = 5_000_000
MOST_LINES = 20_000
MOST_DAYS = 31
VANISHED = "seen no more at the next comparison"
CURRENCY = "VND"
MOVEMENT = ("kind", "reference", "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What comparing one day brought."""

    day: date
    found: int
    new: Sequence[Difference]
    vanished: int


def take_report(
    *,
    merchant: MerchantAccount,
    name: str,
    content: bytes,
    acting_user: User | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> ProviderReport:
    """Keep a gateway's report and book what it paid into our bank.

    The same file for the same days is one report; for other days it is another, because two days
    without a payment have the same file.

    Args:
        merchant: whose report it is.
        name: of the file.
        content: CSV, see ``core.report``.
        acting_user: who read it in; nobody when the gateway was asked.
        first_day: it speaks of, by default that of its first line; a day without a line counts.
        last_day: it speaks of.

    Raises:
        ReportRefusedError: says what is wrong; nothing was kept.
    """
    lines = _read(content, empty_is_fine=first_day is not None)
    digest = sha256(content).hexdigest()
    days = [one.day for one in lines]
    with transaction.atomic():
        lock_rows(MerchantAccount.objects.filter(pk=merchant.pk))
        same = {
            "merchant": merchant,
            "sha256": digest,
            "first_day": first_day or min(days),
            "last_day": last_day or max(days),
        }
        known = ProviderReport.objects.filter(**same).first()
        if known is not None:
            return known
        report = ProviderReport.objects.create(
            **same,
            name=name[:120],
            read_by=acting_user,
            created_at=now(),
        )
        kept = _keep(report, lines)
        record("provider_report.read", acting_user=acting_user, subject=report, new_lines=kept)
    for day in sorted(set(days)) or _days_of(report):
        reconcile_day(day=day)
    return report


def _days_of(report: ProviderReport) -> Sequence[date]:
    """Return the days that a report without a line speaks of; of a long one the last."""
    count = min((report.last_day - report.first_day).days + 1, MOST_DAYS)
    return [report.last_day - timedelta(days=back) for back in range(count)]


@transaction.atomic
def reconcile_day(*, day: date) -> Reconciled:
    """Compare one day and write down what differs; what is seen no more is closed by itself."""
    found = {one.key: one for one in find(day)}
    known = set(Difference.objects.filter(key__in=found).values_list("key", flat=True))
    new = [_write(one) for key, one in found.items() if key not in known]
    # What vanished by itself and is there again is open again; what a person explained stays so.
    back = Difference.objects.filter(key__in=found, closed_at__isnull=False, closed_by=None)
    new += [_open_again(one) for one in lock_rows(back)]
    stale = Difference.objects.filter(day=day, closed_at=None).exclude(key__in=found)
    gone = [_close(one, None, VANISHED) for one in lock_rows(stale)]
    return Reconciled(day=day, found=len(found), new=new, vanished=len(gone))


@periodic(every=timedelta(hours=3))
def reconcile_last_days() -> None:
    """Compare yesterday, and the days before it whose reports may have come meanwhile."""
    today = timezone.localdate()
    for back in range(number("RECONCILE_DAYS"), 0, -1):
        reconcile_day(day=today - timedelta(days=back))


@transaction.atomic
def close_difference(*, difference: Difference, reason: str, acting_user: User) -> Difference:
    """Close a difference: somebody has found out what it is, and says so.

    Money is not moved by this: a missing receipt is received, a wrong one returned, through the
    desk; then the difference vanishes by itself. What the platform bears is written off instead,
    see ``writing_off``.

    Raises:
        DifferenceClosedError: closed already, or no reason.
    """
    (locked,) = lock_rows(Difference.objects.filter(pk=difference.pk))
    if locked.closed_at is not None or not reason.strip():
        raise DifferenceClosedError(difference=locked.pk)
    return _close(locked, acting_user, reason.strip()[:200])


def _write(one: Found) -> Difference:
    # Two comparisons at once write it once.
    difference, is_new = Difference.objects.get_or_create(
        key=one.key,
        defaults={
            "kind": one.kind,
            "day": one.day,
            "merchant": one.merchant,
            "account": one.account,
            "reference": one.reference[:120],
            "ours": one.ours,
            "theirs": one.theirs,
            "found_at": now(),
        },
    )
    if is_new:
        record(
            "difference.found",
            subject=difference,
            kind=one.kind,
            ours=one.ours,
            theirs=one.theirs,
        )
    return difference


def _open_again(difference: Difference) -> Difference:
    difference.closed_at, difference.reason = None, ""
    difference.save(update_fields=["closed_at", "reason"])
    record("difference.opened_again", subject=difference, kind=difference.kind)
    return difference


def _close(difference: Difference, user: User | None, reason: str) -> Difference:
    difference.closed_at = now()
    difference.closed_by = user
    difference.reason = reason
    difference.save(update_fields=["closed_at", "closed_by", "reason"])
    record("difference.closed", acting_user=user, subject=difference, reason=reason)
    return difference


def _read(content: bytes, *, empty_is_fine: bool) -> Sequence[ReportLine]:
    if len(content) > LARGEST_FILE:
        raise ReportRefusedError(reason="too_large")
    try:
        lines = read_report(content)
    except ReportError as error:
        raise ReportRefusedError(reason=error.reason, line=error.line, found=error.found) from error
    if len(lines) > MOST_LINES:
        raise ReportRefusedError(reason="too_large")
    if not lines and not empty_is_fine:
        raise ReportRefusedError(reason="empty")
    return lines


def _keep(report: ProviderReport, lines: Sequence[ReportLine]) -> int:
    references = [one.reference for one in lines]
    told = ProviderLine.objects.filter(merchant=report.merchant, reference__in=references)
    known = {(kind, name): amount for kind, name, amount in told.values_list(*MOVEMENT)}
    for one in lines:
        before = known.get((one.kind, one.reference), one.amount)
        if before != one.amount:  # dropped in silence, the old amount would go on agreeing
            found = f"{one.reference}: {before} → {one.amount}"
            raise ReportRefusedError(reason="changed", found=found)
    fresh = [one for one in lines if (one.kind, one.reference) not in known]
    for one in fresh:
        _book(_keep_line(report, one), report.merchant)
    return len(fresh)


def _keep_line(report: ProviderReport, one: ReportLine) -> ProviderLine:
    return ProviderLine.objects.create(
        report=report,
        merchant=report.merchant,
        kind=one.kind,
        reference=one.reference,
        order_ref=one.order,
        amount=one.amount,
        fee=one.fee,
        booked_on=one.day,
    )


def _book(line: ProviderLine, merchant: MerchantAccount) -> None:
    """Book what a gateway paid into the platform's bank; other lines are only compared."""
    if line.kind != ProviderLine.Kind.PAYOUT or not merchant.collects:
        return
    entry = postings.gateway_settled(
        gross=line.amount + line.fee, fee=line.fee, gateway=merchant.provider
    )
    post_platform(
        "gateway_settled", line, entry, currency=CURRENCY, booked_on=day_for(line.booked_on)
    )
