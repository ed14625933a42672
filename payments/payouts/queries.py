"""What can be paid out, and what was: under a payee's lock it is the truth, else a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from marketplace.base.accounts.models import User
from payments.actions.books import owner_of
from payments.actions.receiving import active_account
from payments.ledger.core.postings import Role
from payments.ledger.queries import balance
from payments.models import Charge, Payee, PayoutAccount, Receipt
from payments.payouts.models import OPEN, Payout, PayoutFile
from payments.refunds.models import Refund

SHOWN = 50
FILES = 20
CURRENCY = "VND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What could be paid out to one payee; amounts in minor units."""

    payee: Payee
    account: PayoutAccount | None
    held: int
    promised: int
    available: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutDesk:
    """Payouts as staff sees them."""

    due: Sequence[Due]
    refunds: Sequence[Refund]
    proposed: Sequence[Payout]
    approved: Sequence[Payout]
    files: Sequence[PayoutFile]
    ended: Sequence[Payout]


def held(payee: Payee, currency: str = CURRENCY) -> int:
    """Return what the platform holds for a payee, in minor units; below zero: the payee owes it."""
    return balance(owner=owner_of(payee.pk), role=Role.HELD, currency=currency)


def available(payee: Payee, currency: str = CURRENCY) -> int:
    """Return what can be paid out to a payee now, in minor units, never below zero.

    What is held, less open payouts, less what buyers have coming (owed, refunds under way,
    disputes) and less collected money that pays nothing yet. Lock the payee's row before acting
    on it.
    """
    free = held(payee, currency) - promised(payee, currency)
    return max(0, free - for_buyers(payee, currency))


def promised(payee: Payee, currency: str = CURRENCY) -> int:
    """Return what open payouts of a payee come to, in minor units."""
    rows = Payout.objects.filter(payee=payee, currency=currency, state__in=OPEN)
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0


def for_buyers(payee: Payee, currency: str = CURRENCY) -> int:
    """Return what of the collected money must not go to the payee, in minor units.

    What a payout to a buyer has promised already is not counted twice.
    """
    collected = Q(allocations__receipt__merchant__isnull=False) & Q(
        allocations__receipt__merchant__payee=None
    )
    left = F("allocated") - F("returned")
    closed = ~Q(expired_at=None) | ~Q(cancelled_at=None)
    moving = Q(refunding__gt=0) | Q(left__gt=F("amount") - F("waived")) | (closed & Q(left__gt=0))
    charges = Charge.objects.filter(payee=payee, currency=currency).alias(left=left)
    facts = [one.facts for one in charges.filter(moving).filter(collected).distinct()]
    owed = sum(max(one.to_return, one.refunding) for one in facts)
    return max(0, owed + _unmatched(payee, currency) - _promised_to_buyers(payee, currency))


def payouts_of(user: User) -> QuerySet[Payout]:
    """Return payouts to the payees that a user belongs to, newest first."""
    mine = Payout.objects.filter(payee__members=user, purpose=Payout.Purpose.SETTLEMENT)
    return mine.select_related("payee", "bank").order_by("-pk")


def payout_desk() -> PayoutDesk:
    """Return what staff sees."""
    rows = Payout.objects.select_related("payee", "bank", "proposed_by", "approved_by")
    return PayoutDesk(
        due=everybody_due(),
        refunds=list(_refunds_to_pay()[:SHOWN]),
        proposed=list(rows.filter(state=Payout.State.PROPOSED).order_by("pk")[:SHOWN]),
        approved=list(rows.filter(state=Payout.State.APPROVED).order_by("pk")[:SHOWN]),
        files=list(PayoutFile.objects.defer("content").select_related("made_by")[:FILES]),
        ended=list(rows.filter(state__in=["paid", "failed"]).order_by("-ended_at")[:FILES]),
    )


def everybody_due() -> Sequence[Due]:
    """Return every payee for whom something is held, the most first."""
    found = [_due(payee) for payee in _payees_with_held()]
    return sorted((one for one in found if one.available), key=lambda one: -one.available)


def seller_dues(user: User) -> Sequence[Due]:
    """Return what the platform holds for each payee of a user; nothing for who never had any."""
    known = {payee.pk for payee in _payees_with_held()}
    mine = user.payees.order_by("name")
    return [_due(payee) for payee in mine if payee.pk in known]


def _due(payee: Payee) -> Due:
    from payments.conf import environment

    return Due(
        payee=payee,
        account=active_account(payee, environment()),
        held=held(payee),
        promised=promised(payee),
        available=available(payee),
    )


def _payees_with_held() -> QuerySet[Payee]:
    through = Receipt.objects.filter(merchant__isnull=False, merchant__payee=None)
    return Payee.objects.filter(pk__in=through.values("payee")).order_by("name")


def _refunds_to_pay() -> QuerySet[Refund]:
    waiting = Refund.objects.filter(way=Refund.Way.PAYOUT, state=Refund.State.REQUESTED)
    taken = Payout.objects.filter(refund__isnull=False, state__in=OPEN).values("refund")
    rows = waiting.exclude(pk__in=taken).order_by("pk")
    return rows.select_related("charge__payee", "payment__payee", "to_bank")


def _unmatched(payee: Payee, currency: str) -> int:
    came = Receipt.objects.filter(payee=payee, currency=currency, merchant__isnull=False)
    open_amount = F("amount") - F("allocated") - F("returned")
    rows = came.filter(merchant__payee=None)
    return rows.aggregate(sum=Sum(open_amount))["sum"] or 0


def _promised_to_buyers(payee: Payee, currency: str) -> int:
    rows = Payout.objects.filter(
        payee=payee, currency=currency, state__in=OPEN, purpose=Payout.Purpose.REFUND
    )
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0
