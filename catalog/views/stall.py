"""A seller's home, list of goods, and the quick changes in it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.actions import (
    change_price,
    publish_again,
    set_stock,
    submit_seller,
    withdraw_product,
)
from catalog.core.typed_numbers import TypedNumberError, whole_dong
from catalog.models import Product
from catalog.partner.models import Partner
from catalog.queries import low_stock, product_of, products_of, seller_of, stall_counts, stock_of
from catalog.views.doors import for_sellers, person_of
from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError

ROWS = 50
LAST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """A quick change that was refused: where, what was typed, why."""

    product_id: int
    field: str
    typed: str
    message: str


@require_safe
@for_sellers
def home(request: HttpRequest, seller: Partner) -> HttpResponse:
    """Show what is on sale, what runs low, and what modules add."""
    context = {
        "seller": seller,
        "tab": "home",
        "counts": stall_counts(seller),
        "low": low_stock(seller),
    }
    return render(request, "seller/home.html", context)


@require_safe
@for_sellers
def goods(request: HttpRequest, seller: Partner) -> HttpResponse:
    """Show all that the seller has ever listed."""
    return _goods(request, seller)


@login_required
@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Ask staff to check the seller's papers."""
    person = person_of(request)
    seller = seller_of(person)
    if seller is None:
        raise Http404
    submit_seller(seller=seller, acting_user=person)
    messages.success(request, _("Sent. We check the papers now."))
    return redirect("catalog:stall")


@require_POST
@for_sellers
def stock(request: HttpRequest, seller: Partner, pk: int) -> HttpResponse:
    """Count the stock of one product anew."""
    product, typed = product_of(seller, pk), request.POST.get("stock", "")
    shown = request.POST.get("shown", "")
    try:
        available = whole_dong(typed)
        known = whole_dong(shown) if shown else None
        set_stock(product=product, available=available, acting_user=person_of(request), shown=known)
    except TypedNumberError:
        return _refused(request, seller, Trouble(pk, "stock", typed, _("Write a whole number.")))
    except DomainError as error:
        return _refused(request, seller, Trouble(pk, "stock", typed, error.title()))
    messages.success(request, _("Stock saved: %(name)s.") % {"name": product.title})
    return redirect("catalog:goods")


@require_POST
@for_sellers
def price(request: HttpRequest, seller: Partner, pk: int) -> HttpResponse:
    """Change the price of one product."""
    product, typed = product_of(seller, pk), request.POST.get("price", "")
    try:
        change_price(product=product, price=whole_dong(typed), acting_user=person_of(request))
    except TypedNumberError:
        message = _("Write whole đồng in digits, such as 68.000.")
        return _refused(request, seller, Trouble(pk, "price", typed, message))
    except DomainError as error:
        return _refused(request, seller, Trouble(pk, "price", typed, error.title()))
    messages.success(request, _("Price saved: %(name)s.") % {"name": product.title})
    return redirect("catalog:goods")


@require_POST
@for_sellers
def withdraw(request: HttpRequest, seller: Partner, pk: int) -> HttpResponse:
    """Take a product off sale; the list offers the way back."""
    return _moved(request, seller, pk, withdraw_product, _("Taken off sale: %(name)s."))


@require_POST
@for_sellers
def publish(request: HttpRequest, seller: Partner, pk: int) -> HttpResponse:
    """Put a withdrawn product back on sale."""
    return _moved(request, seller, pk, publish_again, _("Back on sale: %(name)s."))


def _moved(
    request: HttpRequest,
    seller: Partner,
    pk: int,
    move: Callable[..., Product],
    words: str,
) -> HttpResponse:
    product = product_of(seller, pk)
    person: User = person_of(request)
    try:
        move(product=product, acting_user=person)
    except DomainError as error:
        return _refused(request, seller, Trouble(pk, "state", "", error.title()))
    messages.success(request, words % {"name": product.title})
    return redirect("catalog:goods")


def _refused(request: HttpRequest, seller: Partner, trouble: Trouble) -> HttpResponse:
    return _goods(request, seller, trouble, status=422)


def _goods(
    request: HttpRequest, seller: Partner, trouble: Trouble | None = None, *, status: int = 200
) -> HttpResponse:
    typed = request.GET.get("trang", "1")
    page = int(typed) if typed in {str(number) for number in range(1, LAST_PAGE)} else 1
    found = list(products_of(seller)[(page - 1) * ROWS : page * ROWS + 1])
    rows = [(product, stock_of(product)) for product in found[:ROWS]]
    context = {
        "seller": seller,
        "tab": "goods",
        "rows": rows,
        "trouble": trouble,
        "next_page": page + 1 if len(found) > ROWS else None,
    }
    return render(request, "seller/products.html", context, status=status)
