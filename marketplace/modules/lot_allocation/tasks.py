"""What the clock does: packs past their date go off sale on their own."""

from datetime import timedelta

from marketplace.kernel.outbox import periodic
from marketplace.modules.lot_allocation.actions import fit_stock
from marketplace.modules.lot_allocation.queries import products_with_expired_lots


@periodic(every=timedelta(minutes=15))
def take_expired_off_sale() -> None:
    """Fit the stock of products with an expired lot; done before, it changes nothing."""
    for product in products_with_expired_lots():
        fit_stock(product=product, reason="lot expired")
