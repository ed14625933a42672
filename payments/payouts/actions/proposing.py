"""Proposing a payout, and the second person's approval."""

import logging
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from payments.actions.receiving import active_account
from payments.conf import environment
from payments.models import Payee, PayoutAccount
from payments.payouts import conf
from payments.payouts.errors import (
    NotStaffError,
    PayoutAccountError,
    PayoutOverError,
    PayoutTooMuchError,
    PayoutWaitsError,
    SamePersonError,
)
from payments.payouts.models import Payout
from payments.payouts.queries import available, everybody_due, for_buyers, held, promised
from payments.refunds.actions import begin_payout
from payments.refunds.models import Refund

logger = logging.getLogger(__name__)

REFUND_ROWS = ("to_bank", "payment__merchant", "charge")


@transaction.atomic
def propose_payout(
    *, payee: Payee, amount: Money | None, acting_user: User, key: UUID | None = None
) -> Payout:
    """Propose to pay a seller what the platform holds; the same key is one proposal.

    Args:
        payee: whose money it is.
        amount: at most what is available; None for all of it.
        acting_user: staff; somebody else has to approve.
        key: of the form that was sent.

    Raises:
        NotStaffError: not staff.
        PayoutAccountError: no account in use.
        PayoutWaitsError: the account was changed lately.
        PayoutTooMuchError: more than is available, or nothing is.
    """
    _check_staff(acting_user)
    (locked,) = lock_rows(Payee.objects.filter(pk=payee.pk))
    known = Payout.objects.filter(key=key).first() if key is not None else None
    if known is not None:
        return known
    account = usable_account(locked)
    most = available(locked)
    wanted = Money(most) if amount is None else amount
    if not 0 < wanted.amount <= most:
        raise PayoutTooMuchError(most=most)
    payout = Payout(
        key=key or uuid4(),
        payee=locked,
        purpose=Payout.Purpose.SETTLEMENT,
        account=account,
        bank=account.bank,
        account_number=account.account_number,
        holder_name=account.holder_name,
        amount=wanted.amount,
        currency=wanted.currency,
        environment=account.environment,
        proposed_by=acting_user,
        created_at=now(),
    )
    return _write(payout, acting_user)


def propose_everybody(*, acting_user: User) -> list[Payout]:
    """Propose all that is available to each seller, from the smallest amount the settings allow.

    Sellers whose account is missing or new are left out; each proposal is its own transaction.
    """
    _check_staff(acting_user)
    made: list[Payout] = []
    for due in everybody_due():
        if due.available < conf.smallest():
            continue
        try:
            made.append(propose_payout(payee=due.payee, amount=None, acting_user=acting_user))
        except DomainError as error:
            logger.info("no payout to payee %s: %s", due.payee.pk, error.code)
    return made


@transaction.atomic
def propose_refund_payout(*, refund: Refund, acting_user: User) -> Payout:
    """Propose to pay a refund out to the buyer's account.

    Raises:
        NotStaffError: not staff.
        PayoutOverError: the refund goes another way, has ended, or has a payout already.
        PayoutTooMuchError: less is held for the seller: the money was paid out to them already, so
            the seller has to send it.
    """
    _check_staff(acting_user)
    payees = lock_rows(Payee.objects.filter(pk=refund.payee_id or 0))
    (locked,) = lock_rows(Refund.objects.filter(pk=refund.pk).select_related(*REFUND_ROWS))
    taken = locked.payouts.exclude(state__in=[Payout.State.FAILED, Payout.State.CANCELLED])
    is_open = locked.way == Refund.Way.PAYOUT and locked.state == Refund.State.REQUESTED
    if not (is_open and payees and locked.to_bank and locked.payment) or taken.exists():
        raise PayoutOverError(refund=locked.pk)
    payee = payees[0]
    most = max(0, held(payee, locked.currency) - promised(payee, locked.currency))
    if locked.amount > most:
        raise PayoutTooMuchError(most=most)
    payout = Payout(
        payee=payee,
        purpose=Payout.Purpose.REFUND,
        refund=locked,
        bank=locked.to_bank,
        account_number=locked.to_account,
        holder_name=locked.to_holder,
        amount=locked.amount,
        currency=locked.currency,
        environment=locked.payment.environment,
        proposed_by=acting_user,
        created_at=now(),
    )
    begin_payout(refund=locked)
    return _write(payout, acting_user)


@transaction.atomic
def approve_payout(*, payout: Payout, acting_user: User) -> Payout:
    """Approve a payout that somebody else proposed; the account is looked at once more.

    Raises:
        NotStaffError: not staff.
        SamePersonError: the same person proposed it, or wrote the buyer's account.
        PayoutTooMuchError: money has gone back, or is about to, since it was proposed.
        PayoutOverError: it was approved or given up already.
        PayoutAccountError: the account is not in use any more, or its holder is another.
        PayoutWaitsError: the account was changed lately.
    """
    _check_staff(acting_user)
    lock_rows(Payee.objects.filter(pk=payout.payee_id))
    locked = lock_payout(payout)
    if locked.state != Payout.State.PROPOSED:
        raise PayoutOverError(payout=locked.code)
    if locked.proposed_by_id == acting_user.pk:
        raise SamePersonError(payout=locked.code)
    if locked.refund is not None and locked.refund.requested_by_id == acting_user.pk:
        raise SamePersonError(payout=locked.code)
    if not is_covered(locked):
        raise PayoutTooMuchError(most=available(locked.payee))
    if locked.account is not None and usable_account(locked.payee).pk != locked.account_id:
        raise PayoutAccountError(payout=locked.code)
    locked.state = Payout.State.APPROVED
    locked.approved_by = acting_user
    locked.approved_at = now()
    locked.save(update_fields=["state", "approved_by", "approved_at"])
    record("payout.approved", acting_user=acting_user, subject=locked, amount=locked.money)
    return locked


def is_covered(payout: Payout) -> bool:
    """Return whether what is held still covers a payout and all others that are open.

    Money may go back, or be contested, after a payout was proposed. The payee's lock is held.
    """
    payee, currency = payout.payee, payout.currency
    free = held(payee, currency) - promised(payee, currency)
    return free >= (for_buyers(payee, currency) if payout.refund is None else 0)


def usable_account(payee: Payee) -> PayoutAccount:
    """Return the account that money may go to now.

    Raises:
        PayoutAccountError: there is none.
        PayoutWaitsError: it was changed lately.
    """
    account = active_account(payee, environment())
    if account is None:
        raise PayoutAccountError(payee=payee.pk)
    until = waits_until(account)
    if until > now():
        raise PayoutWaitsError(payee=payee.pk, until=until)
    return account


def waits_until(account: PayoutAccount) -> datetime:
    """Return from when on money may go to an account: some days after it came into use."""
    return (account.verified_at or account.created_at) + conf.account_waits()


def lock_payout(payout: Payout) -> Payout:
    """Return the payout, locked. Lock order: charge, receipt, payee, refund, payout."""
    rows = Payout.objects.filter(pk=payout.pk).select_related("payee", "account", "file", "refund")
    (locked,) = lock_rows(rows)
    return locked


def check_staff(user: User) -> None:
    """Let only staff who may sort money on.

    Raises:
        NotStaffError: somebody else.
    """
    _check_staff(user)


def _check_staff(user: User) -> None:
    if not (user.is_active and user.is_staff):
        raise NotStaffError(user=user.pk)


def _write(payout: Payout, user: User) -> Payout:
    payout.save()
    record(
        "payout.proposed",
        acting_user=user,
        subject=payout,
        amount=payout.money,
        payee=payout.payee_id,
        purpose=payout.purpose,
        last_digits=payout.account_number[-4:],
    )
    return payout
