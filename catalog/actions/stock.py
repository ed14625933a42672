"""Price and stock. Stock rows are locked by key before anything is read that decides."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from catalog.choices import ProductState
from catalog.drafts import MOST_IN_STOCK
from catalog.errors import (
    DraftRefusedError,
    NothingHeldError,
    OutOfStockError,
    PriceNotWholeError,
    ProductNotFoundError,
    ShortLine,
    StockChangedError,
)
from catalog.listing.actions import refresh_listing
from catalog.models import Product
from catalog.partner.models import HIGHEST_PRICE, StockRecord
from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.locking import lock_rows

Lines = Sequence[tuple[int, int]]
"""Product ids with how many packs of each."""


@transaction.atomic
def hold_stock(*, lines: Lines, acting_user: User | None = None) -> None:
    """Promise stock to an order: all lines or none.

    Raises:
        OutOfStockError: names every line that cannot be had and what is left of it.
    """
    wanted = _sum(lines)
    rows = {row.product_id: row for row in _lock(wanted)}
    short = [line for pk in sorted(wanted) if (line := _short(pk, rows.get(pk), wanted[pk]))]
    if short:
        raise OutOfStockError(lines=short)
    for pk, row in rows.items():
        _take(row, wanted[pk])
        record("stock.held", acting_user=acting_user, subject=row, quantity=wanted[pk])
    refresh_listing([pk for pk, row in rows.items() if row.available == wanted[pk]])


@transaction.atomic
def release_stock(*, lines: Lines, acting_user: User | None = None) -> None:
    """Give held stock back.

    Raises:
        NothingHeldError: less than that is held.
    """
    given = _sum(lines)
    rows = _lock(given)
    _refuse_unheld(rows, given)
    for row in rows:
        quantity = given[row.product_id]
        StockRecord.objects.filter(pk=row.pk).update(num_allocated=F("num_allocated") - quantity)
        record("stock.released", acting_user=acting_user, subject=row, quantity=quantity)
    refresh_listing([row.product_id for row in rows if row.available == 0])


@transaction.atomic
def consume_stock(*, lines: Lines, acting_user: User | None = None) -> None:
    """Take held stock out of the store: the parcel has left.

    Raises:
        NothingHeldError: less than that is held.
    """
    gone = _sum(lines)
    rows = _lock(gone)
    _refuse_unheld(rows, gone)
    for row in rows:
        quantity = gone[row.product_id]
        StockRecord.objects.filter(pk=row.pk).update(
            num_allocated=F("num_allocated") - quantity,
            num_in_stock=F("num_in_stock") - quantity,
        )
        record("stock.consumed", acting_user=acting_user, subject=row, quantity=quantity)


@transaction.atomic
def set_stock(
    *, product: Product, available: int, acting_user: User, shown: int | None = None
) -> StockRecord:
    """Say how many packs can be sold now, besides those promised to orders.

    Args:
        product: whose stock.
        available: packs for new orders.
        acting_user: who counted.
        shown: what the person saw before typing, to notice a sale in between.

    Raises:
        DraftRefusedError: not between 0 and a million.
        StockChangedError: an order came in between; ``left`` says what is there now.
    """
    if not 0 <= available <= MOST_IN_STOCK:
        raise DraftRefusedError(field="stock", reason="stock_wrong")
    row = lock_stock(product)
    if shown is not None and shown != row.available:
        raise StockChangedError(left=row.available)
    before, row.num_in_stock = row.available, row.num_allocated + available
    if before != available:
        row.save(update_fields=["num_in_stock", "date_updated"])
        record("stock.set", acting_user=acting_user, subject=row, before=before, after=available)
        refresh_listing([product.pk])
    return row


@transaction.atomic
def change_stock(
    *, product: Product, by: int, reason: str, acting_user: User | None = None
) -> StockRecord:
    """Add packs to what can be sold, or take some away: lots come and go (``by`` has a sign).

    Raises:
        DraftRefusedError: more would be taken away than orders leave free.
    """
    row = lock_stock(product)
    if row.available + by < 0:
        raise DraftRefusedError(field="stock", reason="stock_wrong")
    StockRecord.objects.filter(pk=row.pk).update(num_in_stock=F("num_in_stock") + by)
    row.refresh_from_db()
    record("stock.changed", acting_user=acting_user, subject=row, by=by, reason=reason)
    refresh_listing([product.pk])
    return row


@transaction.atomic
def change_price(*, product: Product, price: int, acting_user: User) -> StockRecord:
    """Ask another price for one pack from now on; orders keep theirs.

    Raises:
        PriceNotWholeError: not above zero, or too long for any pack.
    """
    if not 0 < price <= HIGHEST_PRICE:
        raise PriceNotWholeError(price=price)
    row = lock_stock(product)
    before = row.amount
    if before != price:
        StockRecord.objects.filter(pk=row.pk).update(price=price)
        row.refresh_from_db()
        record("price.changed", acting_user=acting_user, subject=row, before=before, after=price)
        refresh_listing([product.pk])
    return row


def lock_stock(product: Product) -> StockRecord:
    """Return the product's stock record, locked.

    Raises:
        ProductNotFoundError: it has none.
    """
    rows = lock_rows(StockRecord.objects.filter(product=product))
    if not rows:
        raise ProductNotFoundError(product=product.pk)
    return rows[0]


def _sum(lines: Lines) -> Counter[int]:
    total: Counter[int] = Counter()
    for product_id, quantity in lines:
        if quantity < 1:
            raise ValueError(f"a line of {quantity} packs")
        total[product_id] += quantity
    return total


def _lock(wanted: Mapping[int, int]) -> list[StockRecord]:
    rows = StockRecord.objects.filter(product_id__in=list(wanted))
    return lock_rows(rows.select_related("product__seller"))


def _short(pk: int, row: StockRecord | None, wanted: int) -> ShortLine | None:
    if row is None:
        return ShortLine(pk, "", wanted, 0)
    on_sale = row.product.state == ProductState.PUBLISHED and row.product.seller.is_verified
    left = row.available if on_sale else 0
    return None if left >= wanted else ShortLine(pk, row.product.title, wanted, left)


def _take(row: StockRecord, quantity: int) -> None:
    """Allocate by one conditional update: right even if the lock were not there."""
    free = StockRecord.objects.filter(pk=row.pk, num_in_stock__gte=F("num_allocated") + quantity)
    if not free.update(num_allocated=F("num_allocated") + quantity):
        row.refresh_from_db()
        line = ShortLine(row.product_id, row.product.title, quantity, row.available)
        raise OutOfStockError(lines=[line])


def _refuse_unheld(rows: Sequence[StockRecord], quantities: Mapping[int, int]) -> None:
    held = {row.product_id: row.num_allocated for row in rows}
    for product_id, quantity in quantities.items():
        if held.get(product_id, 0) < quantity:
            raise NothingHeldError(product=product_id, quantity=quantity)
