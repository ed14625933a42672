"""Where gateways, bank and ledger differ on one day. Reads only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from payments.conf import number
from payments.ledger.core.postings import Role
from payments.ledger.models import Posting
from payments.ledger.queries import mirror_differences, unbalanced_entries
from payments.models import MerchantAccount, MoneyReturn, PayoutAccount, Receipt
from payments.reconciliation.core.comparing import Gap, Movement, Side, compare
from payments.reconciliation.models import Difference, ProviderLine, ProviderReport
from payments.reconciliation.own_bank import own_accounts, unexplained
from payments.statements.models import StatementFile, StatementLine

Kind = Difference.Kind

PAYMENTS = {
    Side.NOT_HERE: Kind.PAYMENT_NOT_HERE,
    Side.NOT_THERE: Kind.PAYMENT_NOT_THERE,
    Side.AMOUNT: Kind.PAYMENT_AMOUNT,
}
REFUNDS = {
    Side.NOT_HERE: Kind.REFUND_NOT_HERE,
    Side.NOT_THERE: Kind.REFUND_NOT_THERE,
    Side.AMOUNT: Kind.REFUND_AMOUNT,
}
BY_GATEWAY = (MoneyReturn.Kind.GATEWAY, MoneyReturn.Kind.DISPUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A difference that is there now."""

    kind: Difference.Kind
    day: date
    reference: str
    ours: int
    theirs: int
    merchant: MerchantAccount | None = None
    account: PayoutAccount | None = None

    @property
    def key(self) -> str:
        """What makes it the same difference when it is seen again."""
        place = f"m{self.merchant.pk}" if self.merchant else ""
        place += f"a{self.account.pk}" if self.account else ""
        return f"{self.kind}:{place}:{self.reference}:{self.ours}:{self.theirs}"


def find(day: date) -> list[Found]:
    """Return every difference of a day, and of the books as they are."""
    return [*gateways(day), *banks(day), *books(day)]


def gateways(day: date) -> Iterator[Found]:
    """Compare each gateway's report with our receipts and returns."""
    for merchant in MerchantAccount.objects.order_by("pk"):
        if covered(merchant, day):
            yield from _payments(merchant, day)
            yield from _refunds(merchant, day)
            if merchant.collects:  # else the gateway pays a seller's bank, which we do not read
                yield from _payouts(merchant, day)
        elif merchant.collects:
            yield from _no_report(merchant, day)


def banks(day: date) -> Iterator[Found]:
    """Compare each account's statement with our receipts, where one covers the day."""
    for kind, line in unexplained(day):
        yield Found(
            kind=kind,
            day=day,
            reference=f"{line.pk} {line.reference}".strip()[:120],
            ours=0,
            theirs=abs(line.amount),
            account=line.account,
        )
    for account in _with_statement(day):
        told = _on(day, Receipt.objects.filter(account=account, statement_line=None))
        # What was confirmed by mistake was taken back: the bank is right not to know it.
        told = told.exclude(returns__kind=MoneyReturn.Kind.NEVER_CAME)
        for receipt in told.exclude(source=Receipt.Source.CASH).order_by("pk"):
            yield Found(
                kind=Kind.NOT_IN_BANK,
                day=day,
                reference=f"{receipt.pk} {receipt.reference}".strip()[:120],
                ours=receipt.amount,
                theirs=0,
                account=account,
            )


def books(day: date) -> Iterator[Found]:
    """Compare receipts with what the ledger says of them, and the ledger with itself."""
    for receipt, booked in _misbooked(day):
        yield Found(
            kind=Kind.NOT_BOOKED,
            day=day,
            reference=str(receipt.pk),
            ours=receipt.amount,
            theirs=booked,
            merchant=receipt.merchant,
            account=receipt.account,
        )
    for entry in unbalanced_entries().filter(booked_on=day):
        sides = entry.postings.aggregate(debit=Sum("debit"), credit=Sum("credit"))
        yield Found(
            kind=Kind.UNBALANCED,
            day=day,
            reference=f"{entry.pk} {entry.kind}",
            ours=sides["debit"] or 0,
            theirs=sides["credit"] or 0,
        )
    for (owner, role), apart in mirror_differences().items():
        yield Found(
            kind=Kind.MIRROR, day=day, reference=f"{owner} {role.value}", ours=apart, theirs=0
        )


def covered(merchant: MerchantAccount, day: date) -> bool:
    """Return whether a report of the gateway speaks of a day."""
    reports = ProviderReport.objects.filter(merchant=merchant)
    return reports.filter(first_day__lte=day, last_day__gte=day).exists()


def _payments(merchant: MerchantAccount, day: date) -> Iterable[Found]:
    ours = _on(day, Receipt.objects.filter(merchant=merchant))
    told = _reported(merchant, day, ProviderLine.Kind.PAYMENT)
    # A payment near midnight may stand under the next day there: known is known.
    known = set(
        Receipt.objects.filter(
            merchant=merchant, reference__in=[one.reference for one in told]
        ).values_list("reference", "amount")
    )
    here = [Movement(reference=one.reference, amount=one.amount) for one in ours]
    elsewhere = _reported_at_all(merchant, ProviderLine.Kind.PAYMENT, here)
    return _as_found(
        compare(_without(here, elsewhere), _without(told, known)), PAYMENTS, merchant, day
    )


def _refunds(merchant: MerchantAccount, day: date) -> Iterable[Found]:
    given = MoneyReturn.objects.filter(payment__merchant=merchant, kind__in=BY_GATEWAY)
    start, end = _bounds(day)
    here = [
        Movement(reference=one.reference, amount=one.amount)
        for one in given.filter(created_at__gte=start, created_at__lt=end)
    ]
    told = _reported(merchant, day, ProviderLine.Kind.REFUND)
    known = set(
        given.filter(reference__in=[one.reference for one in told]).values_list(
            "reference", "amount"
        )
    )
    elsewhere = _reported_at_all(merchant, ProviderLine.Kind.REFUND, here)
    return _as_found(
        compare(_without(here, elsewhere), _without(told, known)), REFUNDS, merchant, day
    )


def _payouts(merchant: MerchantAccount, day: date) -> Iterator[Found]:
    """A gateway says it sent money to our bank; some statement of ours must have it."""
    sent = ProviderLine.objects.filter(
        merchant=merchant, kind=ProviderLine.Kind.PAYOUT, booked_on=day
    )
    days = timedelta(days=1 + number("STATEMENT_DAYS_APART"))
    ours = own_accounts()
    for line in sent.order_by("pk"):
        seen = StatementLine.objects.filter(
            account__in=ours, amount=line.amount, booked_on__range=(day, day + days)
        )
        if not seen.exists():
            yield Found(
                kind=Kind.PAYOUT_NOT_IN_BANK,
                day=day,
                reference=line.reference,
                ours=0,
                theirs=line.amount,
                merchant=merchant,
            )


def _no_report(merchant: MerchantAccount, day: date) -> Iterator[Found]:
    """Money of others that nobody has checked with the gateway."""
    total = _on(day, Receipt.objects.filter(merchant=merchant)).aggregate(sum=Sum("amount"))["sum"]
    if total:
        yield Found(
            kind=Kind.NO_REPORT,
            day=day,
            reference=day.isoformat(),
            ours=total,
            theirs=0,
            merchant=merchant,
        )


def _reported(merchant: MerchantAccount, day: date, kind: str) -> list[Movement]:
    lines = ProviderLine.objects.filter(merchant=merchant, kind=kind, booked_on=day)
    return [Movement(reference=one.reference, amount=one.amount) for one in lines]


def _reported_at_all(
    merchant: MerchantAccount, kind: str, ours: Iterable[Movement]
) -> set[tuple[str, int]]:
    references = [one.reference for one in ours]
    lines = ProviderLine.objects.filter(merchant=merchant, kind=kind, reference__in=references)
    return set(lines.values_list("reference", "amount"))


def _without(movements: Iterable[Movement], known: set[tuple[str, int]]) -> list[Movement]:
    return [one for one in movements if (one.reference, one.amount) not in known]


def _as_found(
    gaps: Iterable[Gap], kinds: dict[Side, Difference.Kind], merchant: MerchantAccount, day: date
) -> Iterator[Found]:
    for gap in gaps:
        yield Found(
            kind=kinds[gap.side],
            day=day,
            reference=gap.reference,
            ours=gap.ours,
            theirs=gap.theirs,
            merchant=merchant,
        )


def _with_statement(day: date) -> QuerySet[PayoutAccount]:
    files = StatementFile.objects.annotate(
        first=Min("lines__booked_on"), last=Max("lines__booked_on")
    )
    covering = files.filter(first__lte=day, last__gte=day)
    return PayoutAccount.objects.filter(pk__in=covering.values("account")).order_by("pk")


def _misbooked(day: date) -> Iterator[tuple[Receipt, int]]:
    """Yield receipts whose entry is missing or of another amount, with what is booked."""
    booked = (
        Posting.objects.filter(
            entry__kind="money_came",
            entry__subject_type=Receipt._meta.label_lower,
            entry__subject_id=Cast(OuterRef("pk"), CharField()),
            account__role=Role.UNMATCHED.value,
        )
        .order_by()
        .values("entry__subject_id")
        .annotate(sum=Sum(F("credit") - F("debit")))
        .values("sum")
    )
    sums = _on(day, Receipt.objects.all()).annotate(
        booked=Coalesce(Subquery(booked), 0, output_field=BigIntegerField())
    )
    off = dict(sums.exclude(booked=F("amount")).values_list("pk", "booked"))
    receipts = Receipt.objects.filter(pk__in=off).select_related("merchant", "account")
    for receipt in receipts.order_by("pk"):
        yield receipt, off[receipt.pk]


def _on(day: date, receipts: QuerySet[Receipt]) -> QuerySet[Receipt]:
    start, end = _bounds(day)
    return receipts.filter(occurred_at__gte=start, occurred_at__lt=end)


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = timezone.make_aware(datetime.combine(day, time.min))
    return start, start + timedelta(days=1)
