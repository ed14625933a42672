"""What the shop does when money moves: the answers to the hooks of ``payments``."""

from marketplace.shop.actions.parcels import (
    cancel_parcel,
    mark_paid,
    mark_unpaid,
    revive_parcel,
)
from marketplace.shop.errors import ParcelStepError
from marketplace.shop.order.models import Parcel
from payments import hooks
from payments.errors import UndoRefusedError
from payments.models import Charge, Receipt

PREFIX = "parcel:"


def parcel_of(charge: Charge) -> Parcel | None:
    """Return the parcel that a charge is for, or None when it is for something else."""
    if not charge.purpose.startswith(PREFIX):
        return None
    return Parcel.objects.filter(pk=int(charge.purpose.removeprefix(PREFIX))).first()


@hooks.charge_settled.register
def pay_parcel(charge: Charge) -> None:
    """Let a paid parcel be packed."""
    if parcel := parcel_of(charge):
        mark_paid(parcel=parcel)


@hooks.charge_unsettled.register
def unpay_parcel(charge: Charge) -> None:
    """Take the payment back, unless the goods have left.

    Raises:
        UndoRefusedError: the parcel is packed or gone.
    """
    if parcel := parcel_of(charge):
        try:
            mark_unpaid(parcel=parcel)
        except ParcelStepError as error:
            raise UndoRefusedError(charge=charge.pk) from error


@hooks.charge_expired.register
def give_up_unpaid(charge: Charge) -> None:
    """Give the goods of an unpaid parcel back."""
    if parcel := parcel_of(charge):
        cancel_parcel(parcel=parcel, reason="not_paid_in_time")


@hooks.charge_cancelled.register
def give_up_cancelled(charge: Charge) -> None:
    """Give the goods of a parcel back whose charge was given up."""
    if parcel := parcel_of(charge):
        cancel_parcel(parcel=parcel, reason="charge_cancelled")


@hooks.money_late.register
def deliver_late(charge: Charge, receipt: Receipt) -> bool:  # noqa: ARG001 - the hook's
    """Say whether late money can still be answered with goods, and hold them if so."""
    parcel = parcel_of(charge)
    return parcel is not None and revive_parcel(parcel=parcel)
