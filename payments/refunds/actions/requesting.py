"""Asking for a refund: the price is lowered, the money held, and the gateway told, at once."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from payments import hooks
from payments.actions.books import post
from payments.actions.charges import lock_charge
from payments.actions.receiving import flag
from payments.actions.sorting import may_handle
from payments.errors import AmountError, NotYourMoneyError
from payments.ledger.core import postings
from payments.models import Charge, Receipt
from payments.refunds.actions.routes import (
    BuyerAccount,
    Route,
    check_account,
    clean_holder,
    clean_number,
    route_of_charge,
    route_of_receipt,
)
from payments.refunds.core.states import NotPaidError, TooMuchError, credit_note
from payments.refunds.errors import (
    BuyerAccountError,
    RefundOfPartError,
    RefundReasonError,
    RefundTooMuchError,
)
from payments.refunds.models import Refund
from payments.refunds.outgoing import send_later

REF_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What whoever asks may choose.

    Args:
        key: of the form that was sent; sent twice, it is one refund.
        way: a `Refund.Way`; empty for the best one.
        to: the buyer's account, for a payout.
    """

    key: UUID | None = None
    way: str = ""
    to: BuyerAccount | None = None


BEST = Choice()


@transaction.atomic
def request_refund(
    *, charge: Charge, amount: Money, reason: str, acting_user: User, choice: Choice = BEST
) -> Refund:
    """Hold money of a charge and have it go back; the price is lowered by what was not owed yet.

    Args:
        charge: paid in full, or closed.
        amount: more than zero, at most what is kept and not on its way back.
        reason: in a few words, kept; the buyer sees it.
        acting_user: the payee's people, or staff.
        choice: of the way, the account, and the form's key.

    Raises:
        NotYourMoneyError: the person is neither of the payee nor staff.
        RefundTooMuchError: more than can go back.
        RefundOfPartError: the charge is open and not paid in full.
        RefundWayError: the money cannot go this way.
        BuyerAccountError: a payout without the buyer's account.
        RefundReasonError: nobody said why.
    """
    told = _reason(reason)
    locked = lock_charge(charge.pk)
    known = _known(choice.key)
    if known is not None:
        return known
    if not may_handle(locked.payee_id, acting_user):
        raise NotYourMoneyError(payee=locked.payee_id)
    lowered = _credit_note(locked, amount)
    route = route_of_charge(locked, amount.amount, choice.way)
    _lower(locked, lowered, acting_user, told)
    locked.refunding += amount.amount
    locked.save(update_fields=["refunding"])
    refund = _write(route, amount, choice, charge=locked, reason=told, user=acting_user)
    refund.lowered = lowered
    _start(refund, acting_user)
    charge.refresh_from_db()
    return refund


@transaction.atomic
def request_refund_of_receipt(
    *, receipt: Receipt, amount: Money, reason: str, acting_user: User, choice: Choice = BEST
) -> Refund:
    """Hold money that pays nothing (late, too much, of unknown purpose) and have it go back.

    Raises:
        NotYourMoneyError: the person is neither of the payee nor staff.
        RefundTooMuchError: more than pays nothing.
        RefundWayError, BuyerAccountError, RefundReasonError: as `request_refund`.
    """
    told = _reason(reason)
    (locked,) = lock_rows(Receipt.objects.filter(pk=receipt.pk).select_related("merchant"))
    known = _known(choice.key)
    if known is not None:
        return known
    if not may_handle(locked.payee_id, acting_user):
        raise NotYourMoneyError(payee=locked.payee_id)
    if not 0 < amount.amount <= locked.open_amount or amount.currency != locked.currency:
        raise RefundTooMuchError(most=locked.open_amount)
    route = route_of_receipt(locked, amount.amount, choice.way)
    locked.refunding += amount.amount
    locked.save(update_fields=["refunding"])
    if locked.open_amount == 0:
        flag(locked, Receipt.Attention.NONE, suggested=locked.suggested_id)
    whole = Route(route.way, locked, route.attempt)
    refund = _write(whole, amount, choice, charge=None, reason=told, user=acting_user)
    _start(refund, acting_user)
    receipt.refresh_from_db()
    return refund


def lower_price(charge: Charge, amount: int, *, why: str, user: User | None) -> None:
    """Write a credit note over ``amount`` of a locked charge; nothing for zero."""
    _lower(charge, amount, user, why)


def new_ref(key: UUID) -> str:
    """Return our number of a refund, from its key: letters and digits, the same at each try."""
    return f"RF{key.hex[:REF_LENGTH].upper()}"


def _reason(text: str) -> str:
    told = " ".join(text.split())[:200]
    if not told:
        raise RefundReasonError
    return told


def _known(key: UUID | None) -> Refund | None:
    return Refund.objects.filter(key=key).first() if key is not None else None


def _credit_note(charge: Charge, amount: Money) -> int:
    if amount.currency != charge.currency:
        raise AmountError(amount=amount.amount)
    try:
        return credit_note(charge.facts, amount.amount)
    except TooMuchError as error:
        raise RefundTooMuchError(most=max(0, charge.facts.returnable)) from error
    except NotPaidError as error:
        raise RefundOfPartError(charge=charge.memo_code) from error


def _lower(charge: Charge, amount: int, user: User | None, why: str) -> None:
    if not amount:
        return
    entry = postings.charge_waived(amount, rest=charge.facts.rest)
    charge.waived += amount
    charge.save(update_fields=["waived"])
    post("charge_waived", charge, entry, payee_id=charge.payee_id, currency=charge.currency)
    record("charge.lowered", acting_user=user, subject=charge, amount=amount, reason=why)
    hooks.charge_repriced.send(charge)


def _write(
    route: Route, amount: Money, choice: Choice, *, charge: Charge | None, reason: str, user: User
) -> Refund:
    key = choice.key or uuid4()
    refund = Refund(
        charge=charge,
        payment=route.payment,
        attempt=route.attempt,
        way=route.way,
        amount=amount.amount,
        currency=amount.currency,
        held=amount.amount,
        reason=reason,
        key=key,
        refund_ref=new_ref(key),
        requested_by=user,
        created_at=now(),
    )
    if route.way == Refund.Way.PAYOUT:
        _address(refund, choice.to)
    return refund


def _address(refund: Refund, to: BuyerAccount | None) -> None:
    if to is None:
        raise BuyerAccountError
    refund.to_bank = check_account(to)
    refund.to_account = clean_number(to.account_number)
    refund.to_holder = clean_holder(to.holder_name)


def _start(refund: Refund, user: User) -> None:
    refund.save()
    record(
        "refund.requested",
        acting_user=user,
        subject=refund,
        amount=refund.money,
        way=refund.way,
        lowered=refund.lowered,
    )
    if refund.way == Refund.Way.GATEWAY:
        send_later.enqueue(refund.pk)
