"""The steps of a parcel. Each takes the row's lock, checks the table, and writes its audit row."""

from typing import TYPE_CHECKING

from django.db import transaction

from catalog.actions import consume_stock, hold_stock, release_stock
from catalog.errors import OutOfStockError
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.shop import hooks
from marketplace.shop.core.parcels import ParcelState, ParcelTransitionError, step
from marketplace.shop.errors import ParcelStepError
from marketplace.shop.order.models import Parcel

if TYPE_CHECKING:
    from marketplace.base.accounts.models import User


def mark_paid(*, parcel: Parcel, acting_user: "User | None" = None) -> Parcel:
    """Note that the parcel's money came; one that waited for it may be packed now."""
    with transaction.atomic():
        parcel = _locked(parcel)
        parcel.paid_at = now()
        waited = parcel.state == ParcelState.AWAITING_PAYMENT
        if waited:
            parcel.state = _step(parcel, ParcelState.TO_PACK)
        parcel.save(update_fields=["paid_at", "state"])
        record("parcel.paid", acting_user=acting_user, subject=parcel)
        if waited:
            hooks.parcel_paid.send(parcel)
    return parcel


def mark_unpaid(*, parcel: Parcel, acting_user: "User | None" = None) -> Parcel:
    """Take the payment back because its match was undone.

    Raises:
        ParcelStepError: the parcel is packed or gone.
    """
    with transaction.atomic():
        parcel = _locked(parcel)
        parcel.state = _step(parcel, ParcelState.AWAITING_PAYMENT)
        parcel.paid_at = None
        parcel.save(update_fields=["state", "paid_at"])
        record("parcel.unpaid", acting_user=acting_user, subject=parcel)
        hooks.parcel_unpaid.send(parcel)
    return parcel


def revive_parcel(*, parcel: Parcel, acting_user: "User | None" = None) -> bool:
    """Hold the goods of a cancelled parcel again because its money came late.

    Returns:
        True when the goods were still there: the parcel waits to be marked paid. False when they
        are sold; the money then needs a person.
    """
    with transaction.atomic():
        parcel = _locked(parcel)
        if parcel.state != ParcelState.CANCELLED:
            return True
        try:
            with transaction.atomic():
                hold_stock(lines=_quantities(parcel))
        except OutOfStockError:
            return False
        parcel.state = _step(parcel, ParcelState.TO_PACK)
        parcel.holds_stock = True
        parcel.cancelled_at = None
        parcel.save(update_fields=["state", "holds_stock", "cancelled_at"])
        record("parcel.revived", acting_user=acting_user, subject=parcel)
        hooks.parcel_paid.send(parcel)
    return True


def cancel_parcel(*, parcel: Parcel, reason: str, acting_user: "User | None" = None) -> Parcel:
    """Give the parcel up and its goods back; one that is cancelled already stays as it is.

    Raises:
        ParcelStepError: it is packed or gone.
    """
    with transaction.atomic():
        parcel = _locked(parcel)
        if parcel.state == ParcelState.CANCELLED:
            return parcel
        parcel.state = _step(parcel, ParcelState.CANCELLED)
        if parcel.holds_stock:
            release_stock(lines=_quantities(parcel))
        parcel.holds_stock = False
        parcel.cancelled_at, parcel.cancel_reason = now(), reason
        parcel.save(update_fields=["state", "holds_stock", "cancelled_at", "cancel_reason"])
        record("parcel.cancelled", acting_user=acting_user, subject=parcel, reason=reason)
        hooks.parcel_cancelled.send(parcel)
    return parcel


def mark_packed(*, parcel: Parcel, acting_user: "User") -> Parcel:
    """Note that the seller packed it: the goods leave the stock.

    Raises:
        ParcelStepError: it is not to be packed.
    """
    with transaction.atomic():
        parcel = _locked(parcel)
        parcel.state = _step(parcel, ParcelState.PACKED)
        consume_stock(lines=_quantities(parcel))
        parcel.holds_stock, parcel.packed_at = False, now()
        parcel.save(update_fields=["state", "holds_stock", "packed_at"])
        record("parcel.packed", acting_user=acting_user, subject=parcel)
        hooks.parcel_packed.send(parcel)
    return parcel


def mark_shipped(*, parcel: Parcel, tracking_code: str, acting_user: "User") -> Parcel:
    """Note that it left, with the courier's number where there is one.

    Raises:
        ParcelStepError: it is not packed.
    """
    with transaction.atomic():
        parcel = _locked(parcel)
        parcel.state = _step(parcel, ParcelState.SHIPPED)
        parcel.shipped_at, parcel.tracking_code = now(), tracking_code
        parcel.save(update_fields=["state", "shipped_at", "tracking_code"])
        record("parcel.shipped", acting_user=acting_user, subject=parcel)
    return parcel


def mark_received(*, parcel: Parcel, acting_user: "User | None" = None) -> Parcel:
    """Note that the buyer has it (they say so by their link, or the seller handed it over).

    Raises:
        ParcelStepError: it has not left yet.
    """
    with transaction.atomic():
        parcel = _locked(parcel)
        parcel.state = _step(parcel, ParcelState.RECEIVED)
        parcel.received_at = now()
        parcel.save(update_fields=["state", "received_at"])
        record("parcel.received", acting_user=acting_user, subject=parcel)
    return parcel


def _locked(parcel: Parcel) -> Parcel:
    """Return the row as it is now, locked until the transaction ends."""
    return (
        Parcel.objects.select_for_update(of=("self",))
        .select_related("order", "seller")
        .get(pk=parcel.pk)
    )


def _step(parcel: Parcel, target: ParcelState) -> ParcelState:
    try:
        return step(ParcelState(parcel.state), target)
    except ParcelTransitionError as error:
        raise ParcelStepError(parcel=parcel.pk, state=parcel.state, target=target) from error


def _quantities(parcel: Parcel) -> list[tuple[int, int]]:
    return [(line.product_id, line.quantity) for line in parcel.lines.order_by("pk")]
