"""The steps of a parcel. Each takes the row's lock, checks the table, and writes its audit row."""

from typing import TYPE_CHECKING

from django.db import transaction

from catalog.actions import consume_stock, hold_stock, release_stock
from catalog.errors import OutOfStockError
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.errors import NotRegisteredError
from marketplace.shop import hooks
from marketplace.shop.actions.telling import tell_paid, tell_to_pack
from marketplace.shop.core.parcels import ParcelState, ParcelTransitionError, step
from marketplace.shop.errors import ParcelStepError
from marketplace.shop.order.models import Parcel
from payments.actions import record_cash
from payments.models import Charge
from payments.protocol import providers

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
            tell_paid(parcel)
            tell_to_pack(parcel)
            hooks.parcel_paid.send(parcel)
    return parcel


def mark_unpaid(*, parcel: Parcel, acting_user: "User | None" = None) -> Parcel:
    """Take the payment back because its match was undone.

    One that is paid at the door stays to be packed: it never waited for money.

    Raises:
        ParcelStepError: the parcel is packed or gone.
    """
    with transaction.atomic():
        parcel = _locked(parcel)
        if parcel.state == ParcelState.TO_PACK and not _waits_for_money(parcel):
            parcel.paid_at = None
            parcel.save(update_fields=["paid_at"])
            record("parcel.unpaid", acting_user=acting_user, subject=parcel)
            return parcel
        parcel.state = _step(parcel, ParcelState.AWAITING_PAYMENT)
        parcel.paid_at = None
        parcel.save(update_fields=["state", "paid_at"])
        record("parcel.unpaid", acting_user=acting_user, subject=parcel)
        hooks.parcel_unpaid.send(parcel)
    return parcel


def revive_parcel(*, parcel: Parcel, acting_user: "User | None" = None) -> bool:
    """Hold the goods of a cancelled parcel again because its money came late.

    Returns:
        True when the goods were still there: the parcel waits for its money again, and is marked
        paid next if the money is enough. False when they are sold; the money needs a person.
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
        parcel.state = _step(parcel, ParcelState.AWAITING_PAYMENT)
        parcel.holds_stock = True
        parcel.cancelled_at, parcel.cancel_reason = None, ""
        parcel.save(update_fields=["state", "holds_stock", "cancelled_at", "cancel_reason"])
        record("parcel.revived", acting_user=acting_user, subject=parcel)
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


def hand_over(*, parcel: Parcel, acting_user: "User") -> Parcel:
    """Note that the buyer has it, and the cash with it where it is paid at the door.

    Raises:
        ParcelStepError: it is not packed yet.
        NotYourMoneyError: the person does not belong to the seller's payee.
    """
    with transaction.atomic():
        parcel = mark_received(parcel=parcel, acting_user=acting_user)
        if parcel.paid_at is None:
            take_cash(parcel=parcel, acting_user=acting_user)
        parcel.refresh_from_db()
    return parcel


def take_cash(*, parcel: Parcel, acting_user: "User") -> None:
    """Record what is still due of a parcel as cash that the seller took.

    Raises:
        ParcelStepError: its money came already, or it waits for a transfer.
        NotYourMoneyError: the person does not belong to the seller's payee.
    """
    with transaction.atomic():
        charge = Charge.objects.filter(purpose=parcel.purpose).order_by("-pk").first()
        if charge is None or not charge.rest or parcel.state == ParcelState.AWAITING_PAYMENT:
            raise ParcelStepError(parcel=parcel.pk, state=parcel.state, target="paid")
        record_cash(charge=charge, amount=charge.rest, acting_user=acting_user)


def _waits_for_money(parcel: Parcel) -> bool:
    """Say whether the way to pay that the buyer chose comes before the goods."""
    try:
        return providers.get(parcel.order.provider_code).waits_for_money
    except NotRegisteredError:
        return True


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
