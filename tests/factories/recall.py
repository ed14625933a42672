"""Many buyers of one lot, for recalls: one real order, copied."""

import secrets
from datetime import date
from typing import TypeVar

from django.db.models import Model

from catalog.models import Product
from marketplace.modules.lot_allocation.actions import offer_lot
from marketplace.modules.lot_allocation.models import ParcelLot
from marketplace.shop.actions import mark_packed
from marketplace.shop.order.models import Line, Order, Parcel
from tests.factories.payments import pay
from tests.factories.shop import charge_of, make_goods, order_of, parcel_of
from tests.factories.traceability import make_lot
from traceability.lots.models import Lot

BATCH = 2000

Row = TypeVar("Row", bound=Model)


def lot_of(product: Product, code: str = "DRILL-1", packs: int = 10) -> Lot:
    """Return a lot of a product, on sale in the shop."""
    from marketplace.modules.lot_allocation.actions import link_item

    lot = make_lot(
        link_item(product=product), code=code, quantity=packs, best_before=date(2099, 1, 1)
    )
    offer_lot(lot=lot, product=product, packs=packs)
    return lot


def sold(product: Product, lot: Lot, packs: int = 1, **fields: object) -> Order:
    """Return an order of packs of the lot, paid and packed."""
    order = order_of((product, packs), **fields)
    pay(charge_of(parcel_of(order)))
    parcel = parcel_of(order)
    mark_packed(parcel=parcel, acting_user=parcel.seller.users.get())
    assert ParcelLot.objects.filter(line__order=order, lot=lot).exists()
    return order


def many_buyers(count: int) -> Lot:
    """Return a lot of which ``count`` buyers got a pack each, every one with a phone of his own."""
    rice = make_goods(stock=0)
    lot = lot_of(rice)
    first = sold(rice, lot)
    parcel, line = first.parcels.get(), first.lines.get()
    for start in range(0, count - 1, BATCH):
        _copies(min(BATCH, count - 1 - start), start, first, parcel, line, lot)
    Lot.objects.filter(pk=lot.pk).update(quantity=max(count, 10))
    lot.refresh_from_db()
    return lot


def _copies(count: int, start: int, first: Order, parcel: Parcel, line: Line, lot: Lot) -> None:
    numbers = range(start, start + count)
    orders = Order.objects.bulk_create(
        _copy(
            first,
            number=f"DRILL{number:07}",
            key=secrets.token_urlsafe(16),
            placement_key=None,
            phone=f"+848{number:08}",
        )
        for number in numbers
    )
    parcels = Parcel.objects.bulk_create(_copy(parcel, order=order) for order in orders)
    lines = Line.objects.bulk_create(_copy(line, order=one.order, parcel=one) for one in parcels)
    ParcelLot.objects.bulk_create(ParcelLot(line=one, lot=lot, quantity=1) for one in lines)


def _copy(row: Row, **fields: object) -> Row:
    values = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if not column.primary_key
    }
    copied = type(row)(**values)
    for name, value in fields.items():
        setattr(copied, name, value)
    return copied
