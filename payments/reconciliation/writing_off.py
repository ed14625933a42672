"""Writing a difference off: the platform bears it, its books say so, and large ones need two."""

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments.actions.books import gateway_name, post_platform
from payments.conf import number
from payments.ledger.core import postings
from payments.ledger.core.postings import Postings
from payments.reconciliation.actions import close_difference
from payments.reconciliation.core.effect import place
from payments.reconciliation.errors import (
    DifferenceClosedError,
    NothingToWriteOffError,
    SecondOfficerError,
    WriteOffOverError,
)
from payments.reconciliation.models import Difference, WriteOff

CURRENCY = "VND"


@transaction.atomic
def write_off(*, difference: Difference, reason: str, acting_user: User) -> WriteOff:
    """Write a difference off, or propose it where its amount needs a second person.

    Raises:
        DifferenceClosedError: closed already, proposed already, or no reason.
        NothingToWriteOffError: it is not about money of the platform.
    """
    locked = _lock(difference)
    told = " ".join(reason.split())[:200]
    if locked.closed_at is not None or locked.current_write_off is not None or not told:
        raise DifferenceClosedError(difference=locked.pk)
    if not locked.effect:
        raise NothingToWriteOffError(difference=locked.pk)
    made = WriteOff.objects.create(
        difference=locked,
        effect=locked.effect,
        reason=told,
        needs_two=locked.effect_size >= number("RECONCILE_TWO_PEOPLE_FROM"),
        proposed_by=acting_user,
        created_at=now(),
    )
    record("write_off.proposed", acting_user=acting_user, subject=made, effect=made.effect)
    return made if made.needs_two else _approve(made, locked, acting_user)


@transaction.atomic
def approve_write_off(*, write_off: WriteOff, acting_user: User) -> WriteOff:
    """Agree to a write-off that somebody else proposed.

    Raises:
        WriteOffOverError: it was approved or withdrawn already.
        SecondOfficerError: the same person proposed it.
        DifferenceClosedError: the difference was closed meanwhile.
    """
    difference = _lock(write_off.difference)
    (locked,) = lock_rows(WriteOff.objects.filter(pk=write_off.pk))
    if not locked.waits:
        raise WriteOffOverError(write_off=locked.pk)
    if locked.proposed_by_id == acting_user.pk:
        raise SecondOfficerError(write_off=locked.pk)
    return _approve(locked, difference, acting_user)


@transaction.atomic
def take_back(*, write_off: WriteOff, acting_user: User) -> WriteOff:
    """Withdraw a proposal, or undo what was written off: the difference is open again.

    Raises:
        WriteOffOverError: it was taken back already.
    """
    difference = _lock(write_off.difference)
    (locked,) = lock_rows(WriteOff.objects.filter(pk=write_off.pk))
    if locked.undone_at is not None:
        raise WriteOffOverError(write_off=locked.pk)
    was_booked = locked.approved_at is not None
    locked.undone_by, locked.undone_at = acting_user, now()
    locked.save(update_fields=["undone_by", "undone_at"])
    if was_booked:
        entry = postings.reversed_(_entry(locked, difference))
        post_platform("write_off_undone", locked, entry, currency=CURRENCY)
        difference.closed_at, difference.closed_by, difference.reason = None, None, ""
        difference.save(update_fields=["closed_at", "closed_by", "reason"])
    record("write_off.taken_back", acting_user=acting_user, subject=locked, effect=locked.effect)
    return locked


def _lock(difference: Difference) -> Difference:
    """Return the difference, locked. Lock order: difference, then write-off."""
    rows = Difference.objects.filter(pk=difference.pk).select_related("merchant")
    (locked,) = lock_rows(rows)
    return locked


def _approve(made: WriteOff, difference: Difference, user: User) -> WriteOff:
    made.approved_by, made.approved_at = user, now()
    made.save(update_fields=["approved_by", "approved_at"])
    close_difference(difference=difference, reason=made.reason, acting_user=user)
    post_platform("written_off", made, _entry(made, difference), currency=CURRENCY)
    record("write_off.booked", acting_user=user, subject=made, effect=made.effect)
    return made


def _entry(made: WriteOff, difference: Difference) -> Postings:
    gateway = gateway_name(difference.merchant)
    where = place(difference.kind, gateway)
    return postings.written_off(made.effect, place=where, why=gateway)
