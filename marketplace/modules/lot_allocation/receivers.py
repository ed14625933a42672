"""What happens to lots when parcels and recalls move."""

from marketplace.modules.lot_allocation.actions import (
    allocate_parcel,
    fit_stock,
    free_parcel,
    withdraw_lot,
)
from marketplace.modules.lot_allocation.models import LotOffer
from marketplace.shop import hooks
from marketplace.shop.order.models import Parcel
from traceability.lots.hooks import lot_recall_ended, lot_recalled
from traceability.lots.models import Lot


@hooks.parcel_paid.register
def choose_lots(parcel: Parcel) -> None:
    """Choose the lots of a parcel that may be packed."""
    allocate_parcel(parcel=parcel)


@hooks.parcel_cancelled.register
def free_lots_of_cancelled(parcel: Parcel) -> None:
    """Give the packs of a parcel that was given up back."""
    free_parcel(parcel=parcel)


@hooks.parcel_unpaid.register
def free_lots_of_unpaid(parcel: Parcel) -> None:
    """Give the packs of a parcel back whose payment was undone."""
    free_parcel(parcel=parcel)


@lot_recalled.register
def stop_sale(lot: Lot) -> None:
    """Take a recalled lot off sale."""
    withdraw_lot(lot=lot)


@lot_recall_ended.register
def sell_again(lot: Lot) -> None:
    """Put a lot back on sale whose recall was a false alarm; a closed one stays away."""
    offer = LotOffer.objects.filter(lot=lot).select_related("product").first()
    if offer is not None:
        fit_stock(product=offer.product, reason="recall ended")
