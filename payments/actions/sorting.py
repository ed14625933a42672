"""What people decide about money: match it, take a match back, send it back."""

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from payments import conf, hooks
from payments.actions.books import post, post_found
from payments.actions.charges import lock_charge
from payments.actions.earning import collected_of
from payments.actions.receiving import SAID_BEFORE, allocate, flag, pay_closed
from payments.actions.returning import return_of_charge, return_of_receipt
from payments.errors import (
    AlreadyMatchedError,
    AmountError,
    ChargeClosedError,
    NotYourMoneyError,
    OtherPayeeError,
    PlatformHoldsError,
    SecondPersonError,
    UndoRefusedError,
)
from payments.ledger.core import postings
from payments.models import (
    Allocation,
    AllocationUndo,
    Charge,
    MatchProposal,
    MoneyReturn,
    Receipt,
)


@transaction.atomic
def match_receipt(
    *,
    receipt: Receipt,
    charge: Charge,
    acting_user: User,
    amount: Money | None = None,
    reason: str = "",
) -> Allocation | MatchProposal:
    """Let a receipt pay a charge because a member of staff says so.

    From ``PAYMENTS_TWO_PEOPLE_FROM`` on, the first person only proposes; a second one who matches
    the same pair makes it happen.

    Args:
        receipt: money that pays nothing yet.
        charge: of the same payee; of any, when the platform collected money of unknown order.
        acting_user: staff.
        amount: all that is left of the receipt, unless one transfer pays several charges.
        reason: in words, kept.

    Raises:
        AlreadyMatchedError: nothing is left of the receipt.
        OtherPayeeError: the money lies with another payee.
        ChargeClosedError: the charge is closed and its goods are gone: send the money back.
        SecondPersonError: the same person cannot propose and confirm.
    """
    paid = lock_charge(charge.pk)
    (source,) = lock_rows(Receipt.objects.filter(pk=receipt.pk))
    share = source.open_amount if amount is None else amount.amount
    if source.open_amount == 0:
        raise AlreadyMatchedError(receipt=source.pk)
    if source.payee_id not in {None, paid.payee_id} or source.environment != paid.environment:
        raise OtherPayeeError(receipt=source.pk, charge=paid.memo_code)
    if share >= conf.two_people_from():
        proposal = _first_of_two(source, paid, acting_user, reason)
        if proposal is not None:
            return proposal
    if paid.facts.is_closed and not pay_closed(source, paid):
        raise ChargeClosedError(charge=paid.memo_code)
    return allocate(
        receipt=receipt,
        charge=charge,
        amount=share,
        proof=Allocation.Proof.STAFF,
        acting_user=acting_user,
        reason=reason,
    )


@transaction.atomic
def unmatch(*, allocation: Allocation, acting_user: User, reason: str) -> AllocationUndo:
    """Take a match by hand back, within the time the settings allow.

    Raises:
        UndoRefusedError: too late, money went back already, made by the bank's own word, undone
            before, or the parcel has left.
    """
    charge = lock_charge(allocation.charge_id)
    (receipt,) = lock_rows(Receipt.objects.filter(pk=allocation.receipt_id))
    _check_undo(allocation, charge)
    before = charge.facts
    undo = AllocationUndo.objects.create(
        allocation=allocation, reason=reason, made_by=acting_user, created_at=now()
    )
    receipt.allocated -= allocation.amount
    receipt.save(update_fields=["allocated"])
    charge.allocated -= allocation.amount
    charge.save(update_fields=["allocated"])
    rest = charge.rest.amount
    entry = postings.reversed_(postings.allocated(allocation.amount, rest=rest - before.rest))
    post("allocation_undone", undo, entry, payee_id=charge.payee_id, currency=charge.currency)
    if receipt.payee_id is None:
        post_found(undo, -allocation.amount, payee_id=charge.payee_id, currency=charge.currency)
    flag(receipt, Receipt.Attention.UNKNOWN)
    record(
        "receipt.unmatched",
        acting_user=acting_user,
        subject=receipt,
        charge=charge.memo_code,
        reason=reason,
    )
    _unsettle(charge)
    hooks.money_unplaced.send(undo)
    return undo


@transaction.atomic
def withdraw_confirmation(*, receipt: Receipt, acting_user: User, reason: str) -> MoneyReturn:
    """Take back what a person confirmed by mistake: the money never came.

    Raises:
        NotYourMoneyError: somebody else's money.
        UndoRefusedError: a bank told of it, it is too late, or the parcel has left.
    """
    by_hand = receipt.source in {Receipt.Source.PERSON, Receipt.Source.CASH}
    if receipt.payee is None or not may_handle(receipt.payee_id, acting_user):
        raise NotYourMoneyError(payee=receipt.payee_id)
    if not by_hand:
        raise UndoRefusedError(receipt=receipt.pk)
    for allocation in receipt.allocations.filter(undo=None).order_by("charge_id"):
        unmatch(allocation=allocation, acting_user=acting_user, reason=reason)
    (locked,) = lock_rows(Receipt.objects.filter(pk=receipt.pk))
    return _give_back_receipt(
        locked, locked.open_amount, reason, acting_user, MoneyReturn.Kind.NEVER_CAME
    )


@transaction.atomic
def same_as_confirmed(*, receipt: Receipt, acting_user: User) -> MoneyReturn:
    """Say that a bank's late word is of the money its seller confirmed: it counts once.

    Raises:
        AlreadyMatchedError: nothing of it is open, or no seller confirmed it before.
    """
    (locked,) = lock_rows(Receipt.objects.filter(pk=receipt.pk))
    if locked.hint != SAID_BEFORE or not locked.open_amount:
        raise AlreadyMatchedError(receipt=locked.pk)
    reason = "confirmed by the seller before"
    return _give_back_receipt(
        locked, locked.open_amount, reason, acting_user, MoneyReturn.Kind.NEVER_CAME
    )


@transaction.atomic
def record_return(
    *,
    amount: Money,
    reference: str,
    acting_user: User,
    charge: Charge | None = None,
    receipt: Receipt | None = None,
) -> MoneyReturn:
    """Write down that money went back, with the bank's reference as its proof.

    Args:
        amount: at most what is owed and not on its way (charge) or pays nothing (receipt).
        reference: of the transfer back.
        acting_user: the payee's people or staff.
        charge: whose excess, or whose money after it was cancelled, went back; or
        receipt: money of unknown purpose that was sent back.

    Raises:
        AmountError: zero, or more than is owed.
        NotYourMoneyError: the person is neither of the payee nor staff.
        PlatformHoldsError: a seller, of money that lies with the platform.
    """
    if charge is not None:
        return _give_back_charge(lock_charge(charge.pk), amount.amount, reference, acting_user)
    if receipt is None:
        raise AmountError(amount=0)
    (locked,) = lock_rows(Receipt.objects.filter(pk=receipt.pk))
    if not may_handle(locked.payee_id, acting_user):
        raise NotYourMoneyError(payee=locked.payee_id)
    return _give_back_receipt(locked, amount.amount, reference, acting_user, MoneyReturn.Kind.SENT)


@transaction.atomic
def dismiss_suggestion(*, receipt: Receipt, acting_user: User) -> Receipt:
    """Say that a suggested charge is not the one; the money stays unknown and visible."""
    (locked,) = lock_rows(Receipt.objects.filter(pk=receipt.pk))
    if locked.open_amount == 0:
        raise AlreadyMatchedError(receipt=locked.pk)
    _close_proposals(locked)
    suggested = locked.suggested_id
    flag(locked, Receipt.Attention.UNKNOWN)
    record(
        "receipt.suggestion_dismissed", acting_user=acting_user, subject=locked, charge=suggested
    )
    return locked


def may_handle(payee_id: int | None, user: User) -> bool:
    """Return whether a person may write about a payee's money: its people, and staff."""
    if user.is_staff:
        return True
    return payee_id is not None and user.payees.filter(pk=payee_id).exists()


def _first_of_two(
    receipt: Receipt, charge: Charge, user: User, reason: str
) -> MatchProposal | None:
    """Return a new proposal, or None when this is the second person's agreement."""
    open_one = receipt.proposals.filter(closed_at=None).first()
    if open_one is not None and open_one.charge_id == charge.pk:
        if open_one.made_by_id == user.pk:
            raise SecondPersonError(receipt=receipt.pk)
        _close_proposals(receipt)
        return None
    _close_proposals(receipt)
    proposal = MatchProposal.objects.create(
        receipt=receipt, charge=charge, reason=reason, made_by=user, created_at=now()
    )
    flag(receipt, receipt.attention or Receipt.Attention.SUGGESTED, suggested=charge.pk)
    record("match.proposed", acting_user=user, subject=receipt, charge=charge.memo_code)
    return proposal


def _close_proposals(receipt: Receipt) -> None:
    receipt.proposals.filter(closed_at=None).update(closed_at=now())


def _check_undo(allocation: Allocation, charge: Charge) -> None:
    by_hand = allocation.proof in {
        Allocation.Proof.STAFF,
        Allocation.Proof.SELLER,
        Allocation.Proof.CASH,
    }
    too_late = allocation.created_at + conf.undo_within() < now()
    undone = AllocationUndo.objects.filter(allocation=allocation).exists()
    went = charge.returned or charge.refunding or charge.waived
    if not by_hand or too_late or undone or went or charge.facts.is_closed:
        raise UndoRefusedError(allocation=allocation.pk)


def _unsettle(charge: Charge) -> None:
    if charge.settled_at is None or not charge.rest:
        return
    charge.settled_at = None
    charge.save(update_fields=["settled_at"])
    hooks.charge_unsettled.send(charge)


def _give_back_charge(charge: Charge, amount: int, reference: str, user: User) -> MoneyReturn:
    if not may_handle(charge.payee_id, user):
        raise NotYourMoneyError(payee=charge.payee_id)
    # A seller's word would make free for themselves what the platform holds for the buyer.
    if collected_of(charge) and not user.is_staff:
        raise PlatformHoldsError(charge=charge.memo_code)
    if not 0 < amount <= charge.facts.owed:
        raise AmountError(amount=amount, owed=charge.facts.owed)
    return return_of_charge(
        charge, amount=amount, reference=reference, kind=MoneyReturn.Kind.SENT, made_by=user
    )


def _give_back_receipt(
    receipt: Receipt, amount: int, reference: str, user: User, kind: MoneyReturn.Kind
) -> MoneyReturn:
    if not 0 < amount <= receipt.open_amount:
        raise AmountError(amount=amount, owed=receipt.open_amount)
    given = return_of_receipt(receipt, amount=amount, reference=reference, kind=kind, made_by=user)
    if receipt.open_amount == 0:
        flag(receipt, Receipt.Attention.NONE)
    return given
