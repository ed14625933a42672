"""Steps that follow an action outside its transaction."""

import logging

from django.http import HttpRequest

from catalog.errors import OutOfStockError
from marketplace.kernel.errors import DomainError
from marketplace.shop.actions.baskets import change_quantity
from marketplace.shop.basket.models import Basket, Line
from marketplace.shop.order.models import Order
from marketplace.shop.queries import charges_of
from payments.actions import start_attempt

logger = logging.getLogger(__name__)


def basket_of(request: HttpRequest) -> Basket:
    """Return the visitor's basket, which Oscar's middleware put on the request."""
    return request.basket  # type: ignore[attr-defined]


def begin_payment(order: Order) -> None:
    """Ask the chosen provider what the buyer does next, once per parcel.

    After the order's transaction: a provider may be slow or unreachable, and the order stands all
    the same; the pay page offers to try again.
    """
    parcels = order.parcels.all()
    for charge in charges_of(parcels).values():
        try:
            start_attempt(charge=charge, provider_code=order.provider_code)
        except DomainError as error:
            logger.warning("payment of charge %s did not start: %s", charge.pk, error.code)


def fit_basket_to_stock(basket: Basket, error: OutOfStockError) -> None:
    """Cut the lines that asked for more than is left, so that the buyer can go on."""
    left = {short.product_id: short.left for short in error.lines}
    lines = Line.objects.filter(basket_id=basket.pk, product_id__in=left).select_related(
        "stockrecord"
    )
    for line in lines:
        change_quantity(line=line, quantity=left[line.product_id])
