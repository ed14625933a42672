"""What a seller sees of money: to confirm, to give back, and what came lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Prefetch, Q, QuerySet

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from payments import conf
from payments.core.states import ChargeState
from payments.models import Allocation, Charge, Payee, PayoutAccount, Receipt

PAGE = 30

REFUNDABLE = frozenset({ChargeState.SETTLED, ChargeState.OVERPAID})
"""States in which a seller may give back part of the price; the rest is owed already."""


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One charge in a seller's list."""

    charge: Charge
    state: ChargeState
    by_seller: bool
    can_withdraw: bool
    can_refund: bool


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """A seller's money."""

    payees: Sequence[Payee]
    accounts: Sequence[PayoutAccount]
    to_confirm: Sequence[MoneyRow]
    to_return: Sequence[MoneyRow]
    recent: Sequence[MoneyRow]
    has_more: bool


def charges_of(user: User) -> QuerySet[Charge]:
    """Return the charges of every payee the user belongs to, newest first."""
    paid = Allocation.objects.filter(undo=None).select_related("receipt")
    mine = Charge.objects.filter(payee__members=user).select_related("payee")
    return mine.prefetch_related(Prefetch("allocations", queryset=paid)).order_by("-pk")


def money_page(user: User, *, page: int = 1) -> MoneyPage:
    """Return a seller's money, ``page`` counted from 1; the number of queries is fixed."""
    payees = list(user.payees.order_by("name"))
    accounts = list(
        PayoutAccount.objects.filter(payee__in=payees, active=True).select_related("bank")
    )
    first = (page - 1) * PAGE
    recent = [_row(one) for one in charges_of(user)[first : first + PAGE + 1]]
    return MoneyPage(
        payees=payees,
        accounts=accounts,
        to_confirm=[_row(one) for one in _to_confirm(user, accounts)],
        to_return=[_row(one) for one in _to_return(user)],
        recent=recent[:PAGE],
        has_more=len(recent) > PAGE,
    )


def _to_confirm(user: User, accounts: Sequence[PayoutAccount]) -> QuerySet[Charge]:
    """Return unpaid charges that were offered by transfer where nobody but the seller looks."""
    told = [one.payee_id for one in accounts if not one.seller_confirms]
    waiting = charges_of(user).filter(settled_at=None, expired_at=None, cancelled_at=None)
    return (
        waiting.filter(attempts__memo_code__isnull=False).exclude(payee__in=told).distinct()[:PAGE]
    )


def _to_return(user: User) -> QuerySet[Charge]:
    left = F("allocated") - F("returned") - F("refunding")
    closed = ~Q(expired_at=None) | ~Q(cancelled_at=None)
    owed = charges_of(user).alias(left=left)
    return owed.filter(Q(left__gt=F("amount") - F("waived")) | (closed & Q(left__gt=0)))[:PAGE]


def _row(charge: Charge) -> MoneyRow:
    by_hand = [
        one.receipt
        for one in charge.allocations.all()
        if one.receipt.source in {Receipt.Source.PERSON, Receipt.Source.CASH}
    ]
    return MoneyRow(
        charge=charge,
        state=charge.state,
        by_seller=bool(by_hand),
        can_withdraw=any(_is_recent(one.created_at) for one in by_hand)
        and not (charge.returned or charge.refunding or charge.waived)
        and not charge.facts.is_closed,
        can_refund=charge.facts.returnable > 0 and charge.state in REFUNDABLE,
    )


def _is_recent(moment: datetime) -> bool:
    return moment + conf.undo_within() >= now()
