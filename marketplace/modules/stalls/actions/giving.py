"""Giving money of a sale back: out of the drawer, by the vendor's transfer, or by the wallet."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import dong
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from marketplace.modules.stalls.actions.sales import give_up
from marketplace.modules.stalls.errors import GiveBackAllError
from marketplace.modules.stalls.models import Sale
from payments.actions.books import post
from payments.actions.sorting import may_handle
from payments.core.states import ChargeState
from payments.ledger.core import postings
from payments.ledger.core.postings import Role
from payments.models import Charge, MoneyReturn, Receipt
from payments.refunds.actions import Choice, request_refund, settle_by_hand
from payments.refunds.models import Refund

FROM_DRAWER = "CASH AT THE STALL"
"""Reference of money that was handed back: the proof is the line in the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """What the vendor chose; ``key`` is the form's, so that it sent twice is one refund."""

    amount: Money
    reason: str
    in_cash: bool
    key: UUID


@transaction.atomic
def give_back(*, sale: Sale, wish: GiveBack, acting_user: User) -> Refund:
    """Return the refund of a sale; cash is handed over at once, all else is on its way.

    Money of a sale that was paid in part goes back as a whole, and gives the sale up.

    Raises:
        NotYourMoneyError: the person does not sell here.
        GiveBackAllError: a part of what came too short.
        RefundTooMuchError: more than was paid and not given back.
        RefundWayError: a wallet's money goes back by the wallet.
        RefundReasonError: nobody said why.
    """
    _end_if_short(sale, wish, acting_user)
    choice = Choice(key=wish.key, way=Refund.Way.BY_HAND if wish.in_cash else "")
    refund = request_refund(
        charge=sale.charge,
        amount=wish.amount,
        reason=wish.reason,
        acting_user=acting_user,
        choice=choice,
    )
    if wish.in_cash and refund.is_open:
        settle_by_hand(refund=refund, reference=FROM_DRAWER, acting_user=acting_user)
        refund.refresh_from_db()
    return refund


def _end_if_short(sale: Sale, wish: GiveBack, user: User) -> None:
    (charge,) = lock_rows(Charge.objects.filter(pk=sale.charge_id))
    if charge.state is not ChargeState.PARTLY_PAID or not may_handle(charge.payee_id, user):
        return
    if wish.amount.amount != charge.facts.returnable:
        raise GiveBackAllError(all=dong(charge.facts.returnable))
    give_up(sale=sale, reason="what came too short goes back", acting_user=user)


def came_from_drawer(given: MoneyReturn) -> bool:
    """Return whether money that went back left the stall's drawer."""
    return given.charge is not None and (given.reference == FROM_DRAWER or _was_all_cash(given))


def move_out_of_drawer(given: MoneyReturn) -> None:
    """Book that cash, not the bank account, paid a customer back who had paid by QR."""
    charge = given.charge
    if charge is None or given.reference != FROM_DRAWER or _was_all_cash(given):
        return
    entry = postings.move(given.amount, debit=Role.BANK, credit=Role.CASH)
    post("paid_from_drawer", given, entry, payee_id=charge.payee_id, currency=charge.currency)


def _was_all_cash(given: MoneyReturn) -> bool:
    if given.charge is None:
        return False
    paid = given.charge.allocations.filter(undo=None)
    sources = set(paid.values_list("receipt__source", flat=True))
    return sources == {Receipt.Source.CASH}
