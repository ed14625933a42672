"""The basket."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from catalog.models import Product
from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from marketplace.shop.actions.baskets import (
    BasketChange,
    add_to_basket,
    change_quantity,
    remove_line,
)
from marketplace.shop.basket.models import Line
from marketplace.shop.planning import make_plan
from marketplace.shop.services import basket_of

REMOVED = "basket_removed"
MOST_DIGITS = 6


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the basket by seller."""
    plan = make_plan(basket_of(request), chosen={}, today=timezone.localdate(now()))
    context = {"plan": plan, "removed": request.session.pop(REMOVED, None)}
    return render(request, "shop/basket.html", context)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a product into the basket; ``action=buy`` goes on to the checkout."""
    product = get_object_or_404(
        Product.objects.select_related("seller"), pk=_number(request.POST.get("product"))
    )
    try:
        change = add_to_basket(
            basket=basket_of(request),
            product=product,
            quantity=_number(request.POST.get("quantity"), 1),
        )
    except DomainError as error:
        messages.warning(request, error.title())
        return redirect("shop:basket")
    _tell(request, change)
    if request.POST.get("action") == "buy":
        return redirect("shop:checkout")
    return redirect("shop:basket")


@require_POST
def change(request: HttpRequest, line_id: int) -> HttpResponse:
    """Set a line's quantity: the number typed, plus the step of the button pressed."""
    line = _line(request, line_id)
    wanted = _number(request.POST.get("quantity"), line.quantity) + _number(
        request.POST.get("step")
    )
    if wanted <= 0:
        return _take_out(request, line)
    _tell(request, change_quantity(line=line, quantity=wanted))
    return redirect("shop:basket")


@require_POST
def remove(request: HttpRequest, line_id: int) -> HttpResponse:
    """Take a line out; the page offers to put it back."""
    return _take_out(request, _line(request, line_id))


def _take_out(request: HttpRequest, line: Line) -> HttpResponse:
    request.session[REMOVED] = {
        "product": line.product_id,
        "quantity": line.quantity,
        "name": str(line.product.title),
    }
    remove_line(line=line)
    return redirect("shop:basket")


def _line(request: HttpRequest, line_id: int) -> Line:
    """Return a line of this visitor's own basket; anyone else's does not exist."""
    lines = Line.objects.select_related("product__seller", "stockrecord")
    return get_object_or_404(lines, pk=line_id, basket_id=basket_of(request).pk or 0)


def _tell(request: HttpRequest, change: BasketChange) -> None:
    """Say so when fewer packs were there than wanted."""
    if change.left is not None:
        text = ngettext(
            "Only %(left)s pack is left, so the basket holds that many.",
            "Only %(left)s packs are left, so the basket holds that many.",
            change.left,
        )
        messages.warning(request, text % {"left": change.left})


def _number(text: str | None, default: int = 0) -> int:
    """Return a whole number from a form, or ``default`` for anything else."""
    cleaned = (text or "").strip()
    digits = cleaned.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
        return default
    return int(cleaned)
