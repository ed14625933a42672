"""Opening and closing what should be paid."""

import logging
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from marketplace.kernel.outbox import periodic
from payments import conf, hooks
from payments.actions.books import post
from payments.errors import AmountError, ChargeClosedError, PurposeTakenError
from payments.ledger.core import postings
from payments.models import Attempt, Charge, Payee
from payments.receipts.core.memo import make_code

logger = logging.getLogger(__name__)

BATCH = 200
"""Charges that one run of the clock closes at most; the next run takes the rest."""


def open_charge(
    *,
    payee: Payee,
    amount: Money,
    purpose: str,
    description: str,
    expires_at: datetime | None,
    acting_user: User | None = None,
) -> Charge:
    """Ask for money. The same question twice is one charge.

    Args:
        payee: who should get it.
        amount: more than zero.
        purpose: what it is for, e.g. ``parcel:12``; at most one open charge each.
        description: one line the buyer understands.
        expires_at: until when the goods are held; ``None`` for no end.
        acting_user: who asked, if anybody signed in.

    Raises:
        AmountError: zero or less.
        PurposeTakenError: something else is asked for the same purpose.
    """
    if amount.amount <= 0:
        raise AmountError(amount=amount.amount)
    with transaction.atomic():
        # The payee's row is the lock of "one open charge per purpose".
        lock_rows(Payee.objects.filter(pk=payee.pk))
        known = Charge.objects.filter(purpose=purpose, expired_at=None, cancelled_at=None).first()
        if known is not None:
            return _same_or_refuse(known, payee, amount)
        return _write_charge(payee, amount, purpose, description, expires_at, acting_user)


def new_memo_code() -> str:
    """Return a memo code that no charge and no attempt has."""
    while True:
        code = make_code(secrets.token_bytes(16))
        taken = Charge.objects.filter(memo_code=code).exists()
        if not taken and not Attempt.objects.filter(memo_code=code).exists():
            return code


@transaction.atomic
def cancel_charge(*, charge: Charge, reason: str, acting_user: User | None = None) -> Charge:
    """Give a charge up. What was paid of it becomes a debt of the payee to the buyer."""
    locked = lock_charge(charge.pk)
    if locked.facts.is_closed:
        return locked
    locked.cancelled_at = now()
    _close(locked, "cancelled_at")
    record("charge.cancelled", acting_user=acting_user, subject=locked, reason=reason)
    hooks.charge_cancelled.send(locked)
    return locked


@transaction.atomic
def revive_charge(
    *, charge: Charge, expires_at: datetime | None, acting_user: User | None = None
) -> Charge:
    """Open an expired or cancelled charge again. The caller has made sure of the goods.

    Raises:
        ChargeClosedError: money of it went back or is on its way, or its purpose has a new charge.
    """
    locked = lock_charge(charge.pk)
    if not locked.facts.is_closed:
        return locked
    if not can_revive(locked):
        raise ChargeClosedError(charge=locked.memo_code)
    kept = locked.facts.kept
    locked.expired_at = locked.cancelled_at = None
    locked.expires_at = expires_at
    locked.save(update_fields=["expired_at", "cancelled_at", "expires_at"])
    entry = postings.charge_revived(amount=locked.facts.due, kept=kept)
    post("charge_revived", locked, entry, payee_id=locked.payee_id, currency=locked.currency)
    record("charge.revived", acting_user=acting_user, subject=locked)
    hooks.charge_revived.send(locked)
    return locked


def can_revive(charge: Charge) -> bool:
    """Return whether a closed charge may be opened again."""
    others = Charge.objects.filter(purpose=charge.purpose, expired_at=None, cancelled_at=None)
    untouched = not (charge.returned or charge.refunding or charge.waived)
    return untouched and not others.exclude(pk=charge.pk).exists()


@periodic(every=timedelta(seconds=30))
def expire_due_charges() -> None:
    """Close charges whose time is over and of which nothing was paid; each in its own transaction.

    A charge that was paid in part waits for a person instead: its buyer acted in good faith.
    """
    due = Charge.objects.filter(
        expires_at__lte=now(), settled_at=None, expired_at=None, cancelled_at=None, allocated=0
    )
    for pk in due.order_by("expires_at").values_list("pk", flat=True)[:BATCH]:
        try:
            expire_charge(pk)
        except Exception:
            logger.exception("charge %s did not expire; the next run tries again", pk)


@transaction.atomic
def expire_charge(pk: int) -> Charge:
    """Close one charge if it is still due and unpaid."""
    locked = lock_charge(pk)
    is_due = locked.expires_at is not None and locked.expires_at <= now()
    if locked.facts.is_closed or locked.allocated or not is_due:
        return locked
    locked.expired_at = now()
    _close(locked, "expired_at")
    record("charge.expired", subject=locked)
    hooks.charge_expired.send(locked)
    return locked


def lock_charge(pk: int) -> Charge:
    """Return the charge, locked until the transaction ends. Lock order: charge, then receipt."""
    (charge,) = lock_rows(Charge.objects.filter(pk=pk).select_related("payee"))
    return charge


def _same_or_refuse(known: Charge, payee: Payee, amount: Money) -> Charge:
    if known.payee_id != payee.pk or known.asked != amount:
        raise PurposeTakenError(purpose=known.purpose)
    return known


def _write_charge(
    payee: Payee,
    amount: Money,
    purpose: str,
    description: str,
    expires_at: datetime | None,
    acting_user: User | None,
) -> Charge:
    charge = Charge.objects.create(
        payee=payee,
        amount=amount.amount,
        currency=amount.currency,
        environment=conf.environment(),
        purpose=purpose,
        description=description[:200],
        memo_code=new_memo_code(),
        expires_at=expires_at,
        created_at=now(),
    )
    entry = postings.charge_opened(charge.amount)
    post("charge_opened", charge, entry, payee_id=payee.pk, currency=charge.currency)
    record("charge.opened", acting_user=acting_user, subject=charge, amount=amount, purpose=purpose)
    return charge


def _close(charge: Charge, field: str) -> None:
    charge.save(update_fields=[field])
    entry = postings.charge_closed(amount=charge.facts.due, kept=charge.facts.kept)
    post("charge_closed", charge, entry, payee_id=charge.payee_id, currency=charge.currency)
