"""What can be paid out, and what was: under a payee's lock it is the truth, else a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from marketplace.base.accounts.models import User
from payments.actions.receiving import active_accounts
from payments.conf import environment
from payments.models import Payee, PayoutAccount, Receipt
from payments.payouts import sums
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
    return sums.held([payee.pk], currency).get(payee.pk, 0)


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
    return sums.promised([payee.pk], currency).get(payee.pk, 0)


def for_buyers(payee: Payee, currency: str = CURRENCY) -> int:
    """Return what of the collected money must not go to the payee, in minor units."""
    return sums.for_buyers([payee.pk], currency).get(payee.pk, 0)


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
    found = _dues(list(_payees_with_held()))
    return sorted((one for one in found if one.available), key=lambda one: -one.available)


def seller_dues(user: User) -> Sequence[Due]:
    """Return what the platform holds for each payee of a user; nothing for who never had any."""
    return _dues(list(_payees_with_held().filter(members=user)))


def _dues(payees: Sequence[Payee]) -> list[Due]:
    """Return what each payee has coming; the number of queries is that of one payee."""
    keys = [payee.pk for payee in payees]
    accounts = active_accounts(keys, environment())
    kept, going = sums.held(keys, CURRENCY), sums.promised(keys, CURRENCY)
    back = sums.for_buyers(keys, CURRENCY)
    return [
        Due(
            payee=payee,
            account=accounts.get(payee.pk),
            held=kept.get(payee.pk, 0),
            promised=going.get(payee.pk, 0),
            available=max(
                0, kept.get(payee.pk, 0) - going.get(payee.pk, 0) - back.get(payee.pk, 0)
            ),
        )
        for payee in payees
    ]


def _payees_with_held() -> QuerySet[Payee]:
    through = Receipt.objects.filter(merchant__isnull=False, merchant__payee=None)
    return Payee.objects.filter(pk__in=through.values("payee")).order_by("name")


def _refunds_to_pay() -> QuerySet[Refund]:
    waiting = Refund.objects.filter(way=Refund.Way.PAYOUT, state=Refund.State.REQUESTED)
    taken = Payout.objects.filter(refund__isnull=False, state__in=OPEN).values("refund")
    rows = waiting.exclude(pk__in=taken).order_by("pk")
    return rows.select_related("charge__payee", "payment__payee", "to_bank")
