"""What is held, promised and owed to buyers, by payee: ten payees cost what one does.

All amounts in minor units of one currency; a payee without any is missing.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TypeAlias

from django.db.models import F, Q, QuerySet, Sum

from payments.actions.books import owner_of
from payments.ledger.core.postings import Role
from payments.ledger.models import Posting
from payments.models import Charge, Receipt
from payments.payouts.models import OPEN, Payout

Sums: TypeAlias = Mapping[int, int]


def held(payees: Collection[int], currency: str) -> Sums:
    """Return what the platform holds for each payee; below zero: the payee owes it."""
    owners = {owner_of(payee): payee for payee in payees}
    rows = Posting.objects.filter(
        account__owner__in=owners, account__role=Role.HELD.value, account__currency=currency
    )
    sums = rows.order_by().values_list("account__owner").annotate(sum=Sum(F("debit") - F("credit")))
    return {owners[owner]: amount for owner, amount in sums}


def promised(payees: Collection[int], currency: str, purpose: str = "") -> Sums:
    """Return what the open payouts of each payee come to, of all purposes by default."""
    rows = Payout.objects.filter(payee__in=payees, currency=currency, state__in=OPEN)
    if purpose:
        rows = rows.filter(purpose=purpose)
    return dict(rows.order_by().values_list("payee").annotate(sum=Sum("amount")))


def for_buyers(payees: Collection[int], currency: str) -> Sums:
    """Return what of the collected money must not go to each payee.

    What a payout to a buyer has promised already is not counted twice.
    """
    owed: Counter[int] = Counter()
    for charge in _moving(payees, currency):
        owed[charge.payee_id] += max(charge.facts.to_return, charge.facts.refunding)
    owed.update(_unmatched(payees, currency))
    owed.subtract(promised(payees, currency, Payout.Purpose.REFUND))
    return {payee: max(0, amount) for payee, amount in owed.items()}


def _moving(payees: Collection[int], currency: str) -> QuerySet[Charge]:
    """Return the charges, paid through the platform, of which something is to go back."""
    collected = Q(allocations__receipt__merchant__isnull=False) & Q(
        allocations__receipt__merchant__payee=None
    )
    left = F("allocated") - F("returned")
    closed = ~Q(expired_at=None) | ~Q(cancelled_at=None)
    moving = Q(refunding__gt=0) | Q(left__gt=F("amount") - F("waived")) | (closed & Q(left__gt=0))
    charges = Charge.objects.filter(payee__in=payees, currency=currency).alias(left=left)
    return charges.filter(moving).filter(collected).distinct()


def _unmatched(payees: Collection[int], currency: str) -> Sums:
    came = Receipt.objects.filter(
        payee__in=payees, currency=currency, merchant__isnull=False, merchant__payee=None
    )
    open_amount = F("amount") - F("allocated") - F("returned")
    return dict(came.order_by().values_list("payee").annotate(sum=Sum(open_amount)))
