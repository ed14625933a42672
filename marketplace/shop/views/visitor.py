"""Who asks: the basket that Oscar's middleware put on the request."""

from typing import cast

from django.http import HttpRequest

from marketplace.shop.basket.models import Basket


def basket_of(request: HttpRequest) -> Basket:
    """Return this visitor's open basket, saved or not."""
    return cast("Basket", request.basket)  # type: ignore[attr-defined]
