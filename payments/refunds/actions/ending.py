"""What came of a refund: given back, refused, on its way, or still unknown."""

import logging

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments import hooks
from payments.actions.books import post
from payments.actions.charges import lock_charge
from payments.actions.receiving import flag
from payments.actions.returning import return_of_charge, return_of_receipt
from payments.actions.sorting import may_handle
from payments.errors import NotYourMoneyError
from payments.ledger.core import postings
from payments.models import Charge, MoneyReturn, Receipt
from payments.refunds.core.states import State, may_move
from payments.refunds.errors import RefundOverError, RefundProofError
from payments.refunds.models import Refund
from payments.wallets.protocol import RefundAnswer, RefundOutcome

logger = logging.getLogger(__name__)

LONGEST_REFERENCE = 100
CONTRADICTION = "given back after it was refused"


@transaction.atomic
def take_refund_answer(*, refund: Refund, answer: RefundAnswer) -> Refund:
    """Let a gateway's answer take effect once; what has ended stays as it ended."""
    _charge, _receipt, locked = lock_all(refund)
    locked.provider_ref = answer.provider_ref[:100] or locked.provider_ref
    locked.code = answer.code[:60] or locked.code
    match answer.outcome:
        case RefundOutcome.DONE:
            _give(locked)
        case RefundOutcome.REFUSED:
            _let_go(locked, Refund.State.REFUSED, None)
        case RefundOutcome.PENDING:
            _wait(locked, Refund.State.SENT)
        case RefundOutcome.UNKNOWN:
            _wait(locked, Refund.State.UNKNOWN)
    return locked


@transaction.atomic
def settle_by_hand(*, refund: Refund, reference: str, acting_user: User) -> Refund:
    """Close the duty to send money back with the bank's reference as its proof.

    Also for a gateway's refund that nothing certain came of: staff has looked at its own page.

    Raises:
        RefundProofError: no reference.
        NotYourMoneyError: the person is neither of the payee nor staff; or only staff can, because
            the platform holds the money.
        RefundOverError: it has ended, a payout file has it, or its gateway is still being asked.
    """
    proof = " ".join(reference.split())[:LONGEST_REFERENCE]
    if not proof:
        raise RefundProofError
    _charge, _receipt, locked = lock_all(refund)
    if not may_handle(locked.payee_id, acting_user) or (
        locked.is_platforms and not acting_user.is_staff
    ):
        raise NotYourMoneyError(refund=locked.pk)
    by_hand = locked.way == Refund.Way.BY_HAND and locked.state == Refund.State.REQUESTED
    if not by_hand and not (locked.needs_a_person and locked.held and acting_user.is_staff):
        raise RefundOverError(refund=locked.pk)
    # Of a stuck one the person has seen on the gateway's page that the gateway gave it back.
    kind = MoneyReturn.Kind.SENT if by_hand else MoneyReturn.Kind.GATEWAY
    finish(locked, reference=proof, kind=kind, user=acting_user)
    return locked


@transaction.atomic
def begin_payout(*, refund: Refund) -> Refund:
    """Say that a payout carries a refund: nobody can take it back any more.

    Raises:
        RefundOverError: it goes another way, or has ended.
    """
    _charge, _receipt, locked = lock_all(refund)
    if locked.way != Refund.Way.PAYOUT or locked.state != Refund.State.REQUESTED:
        raise RefundOverError(refund=locked.pk)
    locked.state = Refund.State.SENT
    locked.save(update_fields=["state"])
    record("refund.sent", subject=locked, amount=locked.money)
    return locked


@transaction.atomic
def give_payout_up(*, refund: Refund) -> Refund:
    """Say that the payout failed: the refund waits for another one."""
    _charge, _receipt, locked = lock_all(refund)
    if locked.way == Refund.Way.PAYOUT and locked.state == Refund.State.SENT:
        locked.state = Refund.State.REQUESTED
        locked.save(update_fields=["state"])
        record("refund.payout_failed", subject=locked, amount=locked.money)
    return locked


@transaction.atomic
def settle_by_payout(*, refund: Refund, reference: str, acting_user: User) -> Refund:
    """Close a refund whose payout the bank has carried out.

    Raises:
        RefundOverError: it has ended otherwise.
    """
    _charge, _receipt, locked = lock_all(refund)
    if locked.way != Refund.Way.PAYOUT or not locked.is_open:
        raise RefundOverError(refund=locked.pk)
    finish(locked, reference=reference, kind=MoneyReturn.Kind.SENT, user=acting_user)
    return locked


@transaction.atomic
def refuse_refund(*, refund: Refund, reason: str, acting_user: User) -> Refund:
    """Let go of money that, as a person found out, never went back; what is owed stays owed.

    Raises:
        NotYourMoneyError: not staff.
        RefundOverError: it has ended, or its gateway is still being asked.
    """
    _charge, _receipt, locked = lock_all(refund)
    if not acting_user.is_staff:
        raise NotYourMoneyError(refund=locked.pk)
    waits = locked.way == Refund.Way.PAYOUT and locked.state == Refund.State.REQUESTED
    stuck = locked.needs_a_person or waits
    if not stuck:
        raise RefundOverError(refund=locked.pk)
    locked.code = " ".join(reason.split())[:60] or locked.code
    _let_go(locked, Refund.State.REFUSED, acting_user)
    return locked


@transaction.atomic
def withdraw_refund(*, refund: Refund, acting_user: User) -> Refund:
    """Take back a refund that nobody has begun to send; the price is what it was.

    Raises:
        NotYourMoneyError: the person is neither of the payee nor staff.
        RefundOverError: it has ended, or is on its way.
    """
    charge, _receipt, locked = lock_all(refund)
    if not may_handle(locked.payee_id, acting_user):
        raise NotYourMoneyError(refund=locked.pk)
    if locked.state != Refund.State.REQUESTED or locked.way == Refund.Way.GATEWAY:
        raise RefundOverError(refund=locked.pk)
    _let_go(locked, Refund.State.WITHDRAWN, acting_user)
    if charge is not None:
        charge.refresh_from_db()
        raise_price_again(charge, locked.lowered, user=acting_user)
    return locked


def lock_all(refund: Refund) -> tuple[Charge | None, Receipt | None, Refund]:
    """Lock what a refund moves, in the one order: charge, receipt, refund."""
    charge = lock_charge(refund.charge_id) if refund.charge_id is not None else None
    receipt = None
    if refund.payment_id is not None:
        (receipt,) = lock_rows(Receipt.objects.filter(pk=refund.payment_id))
    rows = Refund.objects.filter(pk=refund.pk).select_related("payment__merchant", "attempt")
    (locked,) = lock_rows(rows)
    if charge is not None:
        locked.charge = charge
    if receipt is not None and charge is None:
        locked.payment = receipt
    return charge, receipt, locked


def finish(refund: Refund, *, reference: str, kind: MoneyReturn.Kind, user: User | None) -> None:
    """Write down that the held money of a locked refund went back."""
    release(refund)
    refund.given = _given(refund, reference, kind, user)
    _end(refund, Refund.State.DONE, user)


def _given(
    refund: Refund, reference: str, kind: MoneyReturn.Kind, user: User | None
) -> MoneyReturn:
    if refund.charge is not None:
        return return_of_charge(
            refund.charge,
            amount=refund.amount,
            reference=reference,
            kind=kind,
            made_by=user,
            payment=refund.payment,
        )
    receipt = refund.payment
    assert receipt is not None  # noqa: S101 -- the table's constraint says so
    given = return_of_receipt(
        receipt, amount=refund.amount, reference=reference, kind=kind, made_by=user
    )
    if receipt.open_amount == 0:
        flag(receipt, Receipt.Attention.NONE)
    return given


def release(refund: Refund) -> None:
    """Stop holding money of the locked charge or receipt."""
    if refund.charge is not None:
        refund.charge.refunding -= refund.held
        refund.charge.save(update_fields=["refunding"])
    elif refund.payment is not None:
        refund.payment.refunding -= refund.held
        refund.payment.save(update_fields=["refunding"])
    refund.held = 0


def raise_price_again(charge: Charge, amount: int, *, user: User | None) -> None:
    """Take a credit note back; a charge that was closed meanwhile asks for nothing any more."""
    if not amount or charge.facts.is_closed:
        return
    before = charge.facts.rest
    charge.waived -= amount
    charge.save(update_fields=["waived"])
    entry = postings.charge_waived(amount, rest=charge.facts.rest - before)
    post(
        "charge_raised",
        charge,
        postings.reversed_(entry),
        payee_id=charge.payee_id,
        currency=charge.currency,
    )
    record("charge.raised", acting_user=user, subject=charge, amount=amount)
    hooks.charge_repriced.send(charge)


def _give(refund: Refund) -> None:
    if refund.state == Refund.State.DONE:
        return
    if not refund.held and not _hold_again(refund):
        _contradict(refund)
        return
    reference = refund.provider_ref or refund.refund_ref
    finish(refund, reference=reference, kind=MoneyReturn.Kind.GATEWAY, user=refund.requested_by)


def _hold_again(refund: Refund) -> bool:
    """Hold the money of a refund that was let go, if it is still there."""
    if refund.charge is not None:
        if refund.charge.facts.owed < refund.amount:
            return False
        refund.charge.refunding += refund.amount
        refund.charge.save(update_fields=["refunding"])
    elif refund.payment is not None:
        if refund.payment.open_amount < refund.amount:
            return False
        refund.payment.refunding += refund.amount
        refund.payment.save(update_fields=["refunding"])
    refund.held = refund.amount
    return True


def _contradict(refund: Refund) -> None:
    """A gateway gave back what it had refused, and what went back otherwise meanwhile."""
    logger.error("refund %s was given back after it was refused", refund.pk)
    refund.code = CONTRADICTION
    refund.save(update_fields=["provider_ref", "code"])
    record("refund.contradicted", subject=refund, amount=refund.money)


def _let_go(refund: Refund, state: Refund.State, user: User | None) -> None:
    if not may_move(State(refund.state), State(state)):
        return
    release(refund)
    if refund.charge is None and refund.payment is not None and refund.payment.open_amount:
        receipt = refund.payment
        attention = receipt.attention or Receipt.Attention.UNKNOWN
        flag(receipt, attention, suggested=receipt.suggested_id)
    _end(refund, state, user)


def _wait(refund: Refund, state: Refund.State) -> None:
    if may_move(State(refund.state), State(state)) and not (
        refund.state == Refund.State.SENT and state == Refund.State.UNKNOWN
    ):
        refund.state = state
    refund.save(update_fields=["state", "provider_ref", "code"])


def _end(refund: Refund, state: Refund.State, user: User | None) -> None:
    refund.state = state
    refund.ended_at = now()
    refund.next_query_at = None
    refund.save(
        update_fields=[
            "state",
            "held",
            "given",
            "provider_ref",
            "code",
            "ended_at",
            "next_query_at",
        ]
    )
    record(f"refund.{state}", acting_user=user, subject=refund, amount=refund.money)
