"""Money that needs a person: what staff sees, the oldest question first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.base.words.formats import dong, time
from marketplace.kernel.clock import now
from payments import conf
from payments.health import broken_feeds
from payments.models import (
    Allocation,
    AllocationUndo,
    Attempt,
    Charge,
    MatchProposal,
    Notice,
    PayoutAccount,
    Receipt,
)
from payments.receipts.core.memo import difference, written_for

SHOWN = 50
"""Rows of a kind on one page; the count above them is whole."""

NOBODY_KNOWS = (Receipt.Attention.UNKNOWN, Receipt.Attention.SUGGESTED)

FOUND = 10
LEAST_OF_A_CODE = 4
"""Characters of a code that are worth looking for: fewer stand in every other code."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison; ``marks`` pairs each character with whether it differs."""

    label: str | Promise
    came: str
    asked: str
    fits: bool
    came_marks: Sequence[tuple[str, bool]] = ()
    asked_marks: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that pays nothing yet, with the charge it may be for."""

    receipt: Receipt
    compared: Sequence[Compared]
    proposal: MatchProposal | None

    @property
    def fitting(self) -> int:
        """How many of the points fit."""
        return sum(one.fits for one in self.compared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything on the desk."""

    receipts: Sequence[ReceiptRow]
    short: Sequence[Charge]
    excess: Sequence[Charge]
    notices: Sequence[Notice]
    accounts: Sequence[PayoutAccount]
    attempts: Sequence[Attempt]
    feeds: Sequence[PayoutAccount]
    unknown_count: int
    unknown_sum: int
    late_count: int
    held_count: int
    amount_count: int
    failed_count: int
    attempt_count: int
    short_count: int
    excess_count: int
    notice_count: int
    oldest: datetime | None
    today: int
    today_by_itself: int
    undoable: Sequence[Allocation]

    @property
    def total(self) -> int:
        """How many things wait for a person."""
        came = self.unknown_count + self.late_count + self.gateway_count + self.failed_count
        asked = self.short_count + self.excess_count + self.attempt_count
        return came + asked + self.notice_count + len(self.accounts) + len(self.feeds)

    @property
    def longest_wait(self) -> timedelta | None:
        """How long the oldest money has waited; None where none waits."""
        return None if self.oldest is None else now() - self.oldest

    @property
    def gateway_count(self) -> int:
        """How many payments a gateway holds back, or took another amount for than was asked."""
        return self.held_count + self.amount_count


def desk() -> Desk:
    """Return what waits for a person; the number of queries does not grow with the rows."""
    counts, oldest = _receipt_counts()
    short, excess, notices = _short(), _excess(), _notices()
    attempts = _asked_in_vain()
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Receipt.objects.filter(created_at__gte=midnight)
    return Desk(
        receipts=[_receipt_row(one) for one in _open_receipts()[:SHOWN]],
        short=list(short[:SHOWN]),
        excess=list(excess[:SHOWN]),
        notices=list(notices[:SHOWN]),
        accounts=_waiting_accounts(),
        attempts=list(attempts[:SHOWN]),
        feeds=broken_feeds(),
        unknown_count=counts["unknown"],
        unknown_sum=counts["unknown_sum"] or 0,
        late_count=counts["late"],
        held_count=counts["held"],
        amount_count=counts["other"],
        failed_count=counts["failed"],
        attempt_count=attempts.count(),
        short_count=short.count(),
        excess_count=excess.count(),
        notice_count=notices.count(),
        oldest=oldest,
        today=today.count(),
        today_by_itself=_by_itself(today),
        undoable=_undoable(),
    )


def find_charges(query: str, *, payee_id: int | None) -> Sequence[Charge]:
    """Return charges by part of a memo code or by their exact amount, newest first."""
    code = "".join(query.split()).upper().replace(".", "")
    if not code:
        return []
    wanted = Q(memo_code=code)
    if len(code) >= LEAST_OF_A_CODE:
        wanted = Q(memo_code__contains=code) | Q(attempts__memo_code__contains=code)
    if code.isascii() and code.isdigit() and len(code) < 13:  # noqa: PLR2004
        wanted |= Q(amount=int(code)) | Q(amount=F("allocated") + int(code))
    charges = Charge.objects.filter(wanted).select_related("payee").distinct()
    return list((charges.filter(payee=payee_id) if payee_id else charges).order_by("-pk")[:FOUND])


def _open_receipts() -> QuerySet[Receipt]:
    proposals = MatchProposal.objects.filter(closed_at=None).select_related("made_by")
    rows = Receipt.objects.exclude(attention="").order_by("occurred_at", "pk")
    return rows.select_related("payee", "account", "merchant", "suggested__payee").prefetch_related(
        Prefetch("proposals", queryset=proposals), "suggested__attempts"
    )


def _receipt_counts() -> tuple[dict[str, int], datetime | None]:
    kinds = {
        "late": Q(attention=Receipt.Attention.LATE),
        "held": Q(attention=Receipt.Attention.HELD),
        "other": Q(attention=Receipt.Attention.AMOUNT),
        "failed": Q(attention=Receipt.Attention.FAILED),
        "unknown": Q(attention__in=NOBODY_KNOWS),
    }
    left = F("amount") - F("allocated") - F("returned") - F("refunding")
    counts = Receipt.objects.exclude(attention="").aggregate(
        **{name: Count("pk", filter=one) for name, one in kinds.items()},
        unknown_sum=Sum(left, filter=kinds["unknown"]),
        oldest=Min("occurred_at"),
    )
    return counts, counts.pop("oldest")


def _asked_in_vain() -> QuerySet[Attempt]:
    """Return tries of an unknown end that are asked about no more, of charges still to be paid."""
    unknown = Attempt.objects.filter(outcome=Attempt.Outcome.UNKNOWN, merchant__isnull=False)
    rows = unknown.filter(next_query_at=None).select_related("charge__payee", "merchant")
    return rows.order_by("pk")


def _short() -> QuerySet[Charge]:
    """Return charges paid in part, whose first money is older than the settings allow."""
    waited = Q(allocations__created_at__lte=now() - conf.short_after())
    is_open = Charge.objects.filter(settled_at=None, expired_at=None, cancelled_at=None)
    short = is_open.filter(waited, allocated__gt=F("returned"))
    return short.select_related("payee").distinct().order_by("pk")


def _excess() -> QuerySet[Charge]:
    closed = ~Q(expired_at=None) | ~Q(cancelled_at=None)
    left = F("allocated") - F("returned") - F("refunding")
    owed = Q(left__gt=F("amount") - F("waived")) | (closed & Q(left__gt=0))
    return Charge.objects.alias(left=left).filter(owed).select_related("payee").order_by("pk")


def _notices() -> QuerySet[Notice]:
    strange = [Notice.Outcome.UNREADABLE, Notice.Outcome.MISMATCH]
    return Notice.objects.filter(outcome__in=strange).defer("body").order_by("-pk")


def _waiting_accounts() -> Sequence[PayoutAccount]:
    waiting = PayoutAccount.objects.filter(active=False, verified_at=None, rejected_at=None)
    return list(waiting.select_related("payee", "bank").order_by("pk")[:SHOWN])


def _by_itself(today: QuerySet[Receipt]) -> int:
    proved = [Allocation.Proof.CODE, Allocation.Proof.VIRTUAL_ACCOUNT]
    return today.filter(allocations__proof__in=proved).distinct().count()


def _undoable() -> Sequence[Allocation]:
    since = now() - conf.undo_within()
    undone = AllocationUndo.objects.values("allocation")
    recent = Allocation.objects.filter(proof=Allocation.Proof.STAFF, created_at__gte=since)
    rows = recent.exclude(pk__in=undone).select_related("charge", "receipt", "made_by")
    return list(rows.order_by("-pk")[:FOUND])


def _receipt_row(receipt: Receipt) -> ReceiptRow:
    charge = receipt.suggested
    compared = () if charge is None else _compare(receipt, charge)
    return ReceiptRow(receipt, compared, next(iter(receipt.proposals.all()), None))


def _compare(receipt: Receipt, charge: Charge) -> Sequence[Compared]:
    due = charge.rest.amount or charge.amount
    to = charge.payee.name
    came_to = receipt.payee.name if receipt.payee else ""
    return (
        Compared(_("Amount"), dong(receipt.open_amount), dong(due), receipt.open_amount == due),
        _compare_memo(receipt, charge),
        _compare_time(receipt, charge),
        Compared(_("Paid to"), came_to, to, receipt.payee_id == charge.payee_id),
    )


def _compare_memo(receipt: Receipt, charge: Charge) -> Compared:
    codes = [charge.memo_code, *(one.memo_code for one in charge.attempts.all() if one.memo_code)]
    near = ((code, written_for(receipt.memo, code)) for code in codes)
    code, written = next((pair for pair in near if pair[1]), (charge.memo_code, ""))
    if not written:
        return Compared(_("Content"), receipt.memo or "–", code, fits=False)
    differs = difference(written, code)
    return Compared(
        _("Content"),
        written,
        code,
        fits=not any(differs),
        came_marks=list(zip(written, differs, strict=True)),
        asked_marks=list(zip(code, differs, strict=True)),
    )


def _compare_time(receipt: Receipt, charge: Charge) -> Compared:
    until = charge.expires_at
    in_time = until is None or receipt.occurred_at <= until + timedelta(minutes=1)
    asked = time(until) if until else "–"
    return Compared(_("Time"), time(receipt.occurred_at), asked, in_time)
