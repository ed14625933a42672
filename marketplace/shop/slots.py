"""What the shop puts into other modules' pages."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from catalog.partner.models import Partner
from marketplace.kernel.slots import fill_slot
from marketplace.shop.basket.models import Line
from marketplace.shop.conf import basket_cookie
from marketplace.shop.queries import parcel_counts


@fill_slot("header.basket")
def basket_link(context: Mapping[str, object]) -> str:
    """The basket in the header with the number of its packs; no query without a basket cookie."""
    request = context.get("request")
    count = packs_in_basket(request) if isinstance(request, HttpRequest) else 0
    return SafeString(render_to_string("shop/_basket_link.html", {"count": count}))


@fill_slot("seller.home")
def orders_of_the_day(context: Mapping[str, object]) -> str:
    """What the seller has to pack, and what still waits for its money."""
    seller = context.get("seller")
    if not isinstance(seller, Partner):
        return ""
    return render_to_string("shop/_seller_home.html", {"counts": parcel_counts(seller)})


def packs_in_basket(request: HttpRequest) -> int:
    """Return how many packs this visitor's basket holds: one query, none for a new visitor."""
    basket = getattr(request, "basket", None)
    if basket is None or not _may_have_basket(request) or not basket.pk:
        return 0
    return sum(Line.objects.filter(basket_id=basket.pk).values_list("quantity", flat=True))


def _may_have_basket(request: HttpRequest) -> bool:
    return request.user.is_authenticated or basket_cookie() in request.COOKIES
