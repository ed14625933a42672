"""What became of a payout: paid, by the bank's statement or a person's word, or failed."""

from collections.abc import Iterable

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments.actions.books import post_payout, undo_payout
from payments.actions.charges import lock_charge
from payments.models import Payee, Receipt
from payments.payouts.actions.proposing import check_staff, lock_payout
from payments.payouts.errors import (
    PayoutOverError,
    PayoutProofError,
    PayoutReasonError,
    UncheckedFileError,
)
from payments.payouts.models import OPEN, Payout
from payments.refunds.actions import give_payout_up, settle_by_payout
from payments.refunds.models import Refund
from payments.statements.models import StatementLine


@transaction.atomic
def confirm_paid(*, payout: Payout, reference: str, acting_user: User) -> Payout:
    """Say that the bank has carried a payout out, with its reference.

    Raises:
        NotStaffError: not staff.
        PayoutProofError: no reference.
        PayoutOverError: it is in no file, or has ended.
        UncheckedFileError: nobody compared the file that went to the bank.
    """
    check_staff(acting_user)
    proof = " ".join(reference.split())[:100]
    if not proof:
        raise PayoutProofError
    locked = _lock(payout)
    if locked.state != Payout.State.FILED:
        raise PayoutOverError(payout=locked.code)
    if locked.file is None or locked.file.checked_at is None:
        raise UncheckedFileError(payout=locked.code)
    return _paid(locked, proof, acting_user, None)


@transaction.atomic
def confirm_from_statement(*, lines: Iterable[StatementLine], acting_user: User) -> list[Payout]:
    """Confirm the payouts whose code and exact amount stand in lines that went out.

    The bank itself says so, so the file need not have been compared. A line of another amount
    confirms nothing.
    """
    out = [line for line in lines if line.amount < 0]
    found: list[Payout] = []
    for payout in Payout.objects.filter(state=Payout.State.FILED).order_by("pk"):
        line = next((one for one in out if is_of(one, payout)), None)
        if line is None:
            continue
        locked = _lock(payout)
        if locked.state == Payout.State.FILED:
            out.remove(line)
            proof = line.reference or f"{line.booked_on:%Y-%m-%d} {payout.code}"
            found.append(_paid(locked, proof[:100], acting_user, line))
    return found


@transaction.atomic
def fail_payout(*, payout: Payout, reason: str, acting_user: User) -> Payout:
    """Say that the bank did not carry a payout out, or sent it back; the amount is there again.

    Raises:
        NotStaffError: not staff.
        PayoutReasonError: nobody said why.
        PayoutOverError: it is in no file, has ended, or gave a buyer's money back already.
    """
    check_staff(acting_user)
    told = " ".join(reason.split())[:200]
    if not told:
        raise PayoutReasonError
    locked = _lock(payout)
    came_back = locked.state == Payout.State.PAID and locked.purpose == Payout.Purpose.SETTLEMENT
    if locked.state != Payout.State.FILED and not came_back:
        raise PayoutOverError(payout=locked.code)
    if came_back:
        undo_payout(
            locked, payee_id=locked.payee_id, amount=locked.amount, currency=locked.currency
        )
    return _end(locked, Payout.State.FAILED, acting_user, told)


@transaction.atomic
def cancel_payout(*, payout: Payout, reason: str, acting_user: User) -> Payout:
    """Give a payout up before it stands in a file; the amount is there again.

    Raises:
        NotStaffError: not staff.
        PayoutOverError: it stands in a file, or has ended.
    """
    check_staff(acting_user)
    locked = _lock(payout)
    if locked.state not in {Payout.State.PROPOSED, Payout.State.APPROVED}:
        raise PayoutOverError(payout=locked.code)
    return _end(locked, Payout.State.CANCELLED, acting_user, " ".join(reason.split())[:200])


def _lock(payout: Payout) -> Payout:
    """Lock what a payout moves, in the one order: charge, receipt, payee, refund, payout."""
    refund = payout.refund
    if refund is not None:
        if refund.charge_id is not None:
            lock_charge(refund.charge_id)
        if refund.payment_id is not None:
            lock_rows(Receipt.objects.filter(pk=refund.payment_id))
    lock_rows(Payee.objects.filter(pk=payout.payee_id))
    lock_rows(Refund.objects.filter(pk=payout.refund_id or 0))
    return lock_payout(payout)


def is_of(line: StatementLine, payout: Payout) -> bool:
    """Return whether a line is a payout's: its code in the content, and its exact amount."""
    memo = "".join(line.memo.upper().split())
    return line.amount == -payout.amount and payout.code in memo


def _paid(payout: Payout, proof: str, user: User, line: StatementLine | None) -> Payout:
    payout.reference = proof
    payout.statement_line = line
    payout.save(update_fields=["reference", "statement_line"])
    if payout.refund is not None:
        settle_by_payout(refund=payout.refund, reference=proof, acting_user=user)
    else:
        post_payout(
            payout, payee_id=payout.payee_id, amount=payout.amount, currency=payout.currency
        )
    return _end(payout, Payout.State.PAID, user, "")


def _end(payout: Payout, state: Payout.State, user: User, note: str) -> Payout:
    if payout.state not in OPEN and state != Payout.State.FAILED:
        raise PayoutOverError(payout=payout.code)
    if payout.refund is not None and state != Payout.State.PAID:
        give_payout_up(refund=payout.refund)
    payout.state = state
    payout.confirmed_by = user
    payout.ended_at = now()
    payout.note = note
    payout.save(update_fields=["state", "confirmed_by", "ended_at", "note"])
    record(f"payout.{state}", acting_user=user, subject=payout, amount=payout.money, note=note)
    return payout
