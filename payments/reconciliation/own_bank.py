"""What banks' statements have and nothing here explains; the platform's own account with it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from payments.conf import number
from payments.models import Payee, PayoutAccount
from payments.reconciliation.models import Difference, ProviderLine
from payments.statements.hooks import went_out_for
from payments.statements.models import StatementLine

Kind = Difference.Kind
Outcome = StatementLine.Outcome


def own_accounts() -> QuerySet[PayoutAccount]:
    """Return the accounts of the platform itself."""
    return PayoutAccount.objects.filter(payee__kind=Payee.Kind.PLATFORM)


def unexplained(day: date) -> Iterator[tuple[Difference.Kind, StatementLine]]:
    """Yield a day's lines that nothing here explains, with what they lack.

    Money that came: of a gateway's settlement the gateway's report tells. Money that went out is
    asked about on the platform's own account only; what sellers do with theirs is their affair.
    """
    lines = StatementLine.objects.filter(booked_on=day).select_related("account__payee")
    for line in lines.filter(outcome=Outcome.MISSED).order_by("pk"):
        if not _is_settlement(line):
            yield Kind.NOT_HERE, line
    out = lines.filter(outcome=Outcome.OUT, account__in=own_accounts())
    for line in _without_reason(list(out.order_by("pk"))):
        yield Kind.WENT_OUT, line


def _is_settlement(line: StatementLine) -> bool:
    """Return whether a gateway says that it sent this amount to us, a few days before at most."""
    if line.account.payee.kind != Payee.Kind.PLATFORM:
        return False
    apart = timedelta(days=1 + number("STATEMENT_DAYS_APART"))
    sent = ProviderLine.objects.filter(
        kind=ProviderLine.Kind.PAYOUT,
        merchant__payee=None,
        amount=line.amount,
        booked_on__range=(line.booked_on - apart, line.booked_on),
    )
    return sent.exists()


def _without_reason(lines: Sequence[StatementLine]) -> Sequence[StatementLine]:
    if not lines:
        return ()
    known = {key for answer in went_out_for.send(lines) for key in answer}
    return [line for line in lines if line.pk not in known]
