"""What the shop puts into other modules' pages."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from marketplace.kernel.slots import fill_slot
from marketplace.shop.basket.models import Line


@fill_slot("header.basket")
def basket_link(context: Mapping[str, object]) -> str:
    """The basket in the header and how many packs it holds; no query without a basket cookie."""
    request = context.get("request")
    count = packs_in_basket(request) if isinstance(request, HttpRequest) else 0
    return SafeString(render_to_string("shop/_basket_link.html", {"count": count}))


def packs_in_basket(request: HttpRequest) -> int:
    """Return how many packs this visitor's basket holds: one query, none for a new visitor."""
    basket = getattr(request, "basket", None)
    if basket is None or not _may_have_basket(request) or not basket.pk:
        return 0
    return sum(Line.objects.filter(basket_id=basket.pk).values_list("quantity", flat=True))


def _may_have_basket(request: HttpRequest) -> bool:
    cookie: str = settings.OSCAR_BASKET_COOKIE_OPEN  # type: ignore[misc]
    return request.user.is_authenticated or cookie in request.COOKIES
