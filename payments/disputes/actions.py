"""Opening, answering and closing a dispute. Each is one transaction with its audit row."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from payments.actions.books import post_contested, undo_contested
from payments.actions.charges import lock_charge
from payments.actions.receiving import flag
from payments.actions.returning import return_of_charge, return_of_receipt
from payments.actions.sorting import may_handle
from payments.conf import number
from payments.disputes.errors import (
    DisputeAmountError,
    DisputeNoteError,
    DisputeNumberError,
    DisputeOverError,
    NotYourDisputeError,
)
from payments.disputes.models import Dispute, DisputeNote
from payments.models import Allocation, Charge, MerchantAccount, MoneyReturn, Receipt
from payments.refunds.actions.requesting import lower_price
from payments.refunds.actions.routes import wallet_for
from payments.refunds.core.states import forced_note
from payments.wallets.protocol import WalletDisputeNotice

logger = logging.getLogger(__name__)

LONGEST_NOTE = 4_000
LOST = "dispute lost"


@transaction.atomic
def open_dispute(
    *,
    payment: Receipt,
    dispute_ref: str,
    amount: Money,
    reason: str = "",
    due_at: datetime | None = None,
    acting_user: User | None = None,
) -> Dispute:
    """Write down that a payment is contested and hold its money; told again, the first.

    Args:
        payment: the gateway's payment.
        dispute_ref: the gateway's number of the dispute.
        amount: contested, at most what was paid.
        reason: in the gateway's words.
        due_at: until when it can be answered; by default some days from now.
        acting_user: staff, when no gateway told us.

    Raises:
        DisputeAmountError: nothing, more than was paid, or no gateway's payment.
        DisputeNumberError: no number.
        NotYourDisputeError: a person who is not staff.
    """
    _check_staff(acting_user)
    told = _number_told(dispute_ref)
    charge, locked = _lock_payment(payment)
    known = Dispute.objects.filter(payment=locked, dispute_ref=told).first()
    if known is not None:
        return known
    if not 0 < amount.amount <= locked.amount or locked.merchant is None:
        raise DisputeAmountError(amount=amount.amount)
    dispute = Dispute.objects.create(
        merchant=locked.merchant,
        payment=locked,
        charge=charge,
        dispute_ref=told,
        amount=amount.amount,
        currency=locked.currency,
        held=_hold(charge, locked, amount.amount),
        taken=amount.amount if takes_at_once(locked) else 0,
        reason=" ".join(reason.split())[:200],
        due_at=due_at or now() + timedelta(days=number("DISPUTES_DAYS")),
        opened_by=acting_user,
        created_at=now(),
    )
    if dispute.taken:
        post_contested(dispute, locked, dispute.taken)
    _tell_opened(dispute, acting_user)
    return dispute


def _number_told(text: str) -> str:
    told = text.strip()[:100]
    if not told:
        raise DisputeNumberError
    return told


@transaction.atomic
def write_note(*, dispute: Dispute, text: str, acting_user: User) -> DisputeNote:
    """Keep what proves that the buyer got the goods.

    Raises:
        DisputeNoteError: nothing was written.
        NotYourDisputeError: the person is neither of the payee nor staff.
        DisputeOverError: it has ended.
    """
    told = text.strip()[:LONGEST_NOTE]
    if not told:
        raise DisputeNoteError
    if not may_handle(dispute.payment.payee_id, acting_user):
        raise NotYourDisputeError(dispute=dispute.pk)
    (locked,) = lock_rows(Dispute.objects.filter(pk=dispute.pk))
    if not locked.is_open:
        raise DisputeOverError(dispute=locked.pk)
    note = DisputeNote.objects.create(
        dispute=locked, text=told, made_by=acting_user, created_at=now()
    )
    record("dispute.note_written", acting_user=acting_user, subject=locked)
    return note


@transaction.atomic
def send_evidence(*, dispute: Dispute, text: str, acting_user: User) -> Dispute:
    """Say that the gateway was answered, with what was sent.

    Raises:
        DisputeNoteError, DisputeOverError: as `write_note`.
        NotYourDisputeError: not staff.
    """
    _check_staff(acting_user)
    write_note(dispute=dispute, text=text, acting_user=acting_user)
    (locked,) = lock_rows(Dispute.objects.filter(pk=dispute.pk))
    locked.state = Dispute.State.EVIDENCE_SENT
    locked.save(update_fields=["state"])
    record("dispute.evidence_sent", acting_user=acting_user, subject=locked)
    return locked


@transaction.atomic
def close_dispute(
    *, dispute: Dispute, end: Dispute.State, acting_user: User | None = None
) -> Dispute:
    """Close a dispute: lost, the money went back to the buyer; else it is free again.

    Raises:
        NotYourDisputeError: a person who is not staff.
        DisputeOverError: it ended otherwise before; told the same again, nothing happens.
    """
    _check_staff(acting_user)
    charge, receipt = _lock_payment(dispute.payment, dispute.charge_id)
    (locked,) = lock_rows(Dispute.objects.filter(pk=dispute.pk))
    if locked.state == end:
        return locked
    if not locked.is_open or end in {Dispute.State.OPENED, Dispute.State.EVIDENCE_SENT}:
        raise DisputeOverError(dispute=locked.pk)
    if locked.taken:
        undo_contested(locked, receipt, locked.taken)
    taken = _release(locked, charge, receipt)
    if end == Dispute.State.LOST and taken:
        locked.given = _give(locked, charge, receipt, taken)
    locked.state = end
    locked.ended_at = now()
    locked.save(update_fields=["state", "held", "ended_at", "given"])
    record(
        f"dispute.{end}",
        acting_user=acting_user,
        subject=locked,
        amount=locked.money,
        uncovered=locked.uncovered,
    )
    return locked


@transaction.atomic
def take_dispute_notice(
    *, merchant: MerchantAccount, notice: WalletDisputeNotice
) -> Dispute | None:
    """Let a gateway's word about a dispute take effect; None when we know of no such payment."""
    payments = Receipt.objects.filter(merchant=merchant, reference=notice.transaction_id)
    payment = payments.first()
    if payment is None or notice.amount.currency != payment.currency:
        return None
    dispute = open_dispute(
        payment=payment,
        dispute_ref=notice.dispute_ref,
        amount=Money(min(notice.amount.amount, payment.amount), payment.currency),
        reason=notice.reason,
        due_at=notice.due_at,
    )
    if not notice.is_over:
        return dispute
    end = Dispute.State.WON if notice.won else Dispute.State.LOST
    if not dispute.is_open and dispute.state != end:
        logger.error("dispute %s ended otherwise here than at its gateway", dispute.pk)
        record("dispute.contradicted", subject=dispute, amount=dispute.money, told=end)
        return dispute
    return close_dispute(dispute=dispute, end=end)


def takes_at_once(payment: Receipt) -> bool:
    """Return whether the gateway of a payment takes contested money away when a dispute opens."""
    return bool(getattr(wallet_for(payment), "takes_disputed_at_once", False))


def _tell_opened(dispute: Dispute, user: User | None) -> None:
    facts = {"amount": dispute.money, "held": dispute.held, "taken": dispute.taken}
    record("dispute.opened", acting_user=user, subject=dispute, **facts)


def _check_staff(user: User | None) -> None:
    if user is not None and not user.is_staff:
        raise NotYourDisputeError(user=user.pk)


def _lock_payment(payment: Receipt, charge_pk: int | None = None) -> tuple[Charge | None, Receipt]:
    """Lock the charge that a payment pays, then the payment; no charge when it pays nothing."""
    paid = Allocation.objects.filter(receipt=payment, undo=None).order_by("-amount", "pk")
    pk = charge_pk or paid.values_list("charge_id", flat=True).first()
    charge = lock_charge(pk) if pk is not None else None
    (locked,) = lock_rows(Receipt.objects.filter(pk=payment.pk).select_related("merchant"))
    return charge, locked


def _hold(charge: Charge | None, receipt: Receipt, amount: int) -> int:
    """Hold what is still there of a contested payment, and return how much that is."""
    if charge is not None:
        held = min(amount, max(0, charge.facts.returnable))
        charge.refunding += held
        charge.save(update_fields=["refunding"])
        return held
    held = min(amount, receipt.open_amount)
    receipt.refunding += held
    receipt.save(update_fields=["refunding"])
    return held


def _release(dispute: Dispute, charge: Charge | None, receipt: Receipt) -> int:
    held, dispute.held = dispute.held, 0
    if charge is not None:
        charge.refunding -= held
        charge.save(update_fields=["refunding"])
        return held
    receipt.refunding -= held
    receipt.save(update_fields=["refunding"])
    return held


def _give(dispute: Dispute, charge: Charge | None, receipt: Receipt, taken: int) -> MoneyReturn:
    kind = MoneyReturn.Kind.DISPUTE
    if charge is None:
        given = return_of_receipt(
            receipt, amount=taken, reference=dispute.dispute_ref, kind=kind, made_by=None
        )
        if receipt.open_amount == 0:
            flag(receipt, Receipt.Attention.NONE)
        return given
    lower_price(charge, forced_note(charge.facts, taken), why=LOST, user=None)
    return return_of_charge(
        charge,
        amount=taken,
        reference=dispute.dispute_ref,
        kind=kind,
        made_by=None,
        payment=receipt,
    )
