"""Giving money of a sale back: out of the drawer, by the vendor's transfer, or by the wallet."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.money import Money
from marketplace.modules.stalls.models import Sale
from payments.actions.books import post
from payments.ledger.core import postings
from payments.ledger.core.postings import Role
from payments.models import MoneyReturn, Receipt
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

    Raises:
        NotYourMoneyError: the person does not sell here.
        RefundTooMuchError: more than was paid and not given back.
        RefundOfPartError: the sale is not paid in full yet.
        RefundWayError: a wallet's money goes back by the wallet.
        RefundReasonError: nobody said why.
    """
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
