"""Asking gateways for their books, where they can be asked."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from marketplace.kernel.outbox import periodic
from payments.conf import number
from payments.errors import PaymentRefusedError, ProviderUnreachableError
from payments.models import MerchantAccount
from payments.protocol import providers
from payments.reconciliation.actions import CURRENCY, take_report
from payments.reconciliation.core.report import ReportLine, write_report
from payments.reconciliation.errors import ReportRefusedError
from payments.reconciliation.finding import covered
from payments.reconciliation.models import ProviderReport
from payments.wallets.protocol import ReportLine as Told
from payments.wallets.protocol import Reports

logger = logging.getLogger(__name__)


@periodic(every=timedelta(hours=3))
def fetch_reports() -> None:
    """Fetch the books of the last days that no report covers yet."""
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in range(number("RECONCILE_DAYS"), 0, -1)]
    for merchant in MerchantAccount.objects.filter(active=True).order_by("pk"):
        for day in days:
            if not covered(merchant, day):
                fetch_report(merchant=merchant, day=day)


def fetch_report(*, merchant: MerchantAccount, day: date) -> ProviderReport | None:
    """Take a gateway's books of one day; None where it shows none, or what cannot be taken.

    A day that stays without a report is told by the comparison, so nothing is lost by waiting.
    """
    wallet = providers.get(merchant.provider) if merchant.provider in providers else None
    if not isinstance(wallet, Reports):
        return None
    start = timezone.make_aware(datetime.combine(day, time.min))
    try:
        told = wallet.report(merchant, since=start, until=start + timedelta(days=1))
    except (ProviderUnreachableError, PaymentRefusedError) as error:
        logger.warning("%s shows no books of %s: %s", merchant, day, error)
        return None
    try:
        return take_report(
            merchant=merchant,
            name=f"{merchant.provider} {day}",
            content=write_report(_lines(told, day)),
            first_day=day,
            last_day=day,
        )
    except ReportRefusedError as refused:
        logger.error("the books of %s of %s are refused: %s", merchant, day, refused.title())
        return None


def _lines(told: Sequence[Told], day: date) -> list[ReportLine]:
    return [
        ReportLine(
            kind=one.kind.value,
            reference=one.reference,
            amount=one.amount.amount,
            day=day,
            fee=one.fee,
            order=one.order_ref,
        )
        for one in told
        if one.amount.currency == CURRENCY
    ]
