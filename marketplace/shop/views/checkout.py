"""Checkout on one page, without an account."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import OutOfStockError
from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from marketplace.shop.actions.placing import place_order
from marketplace.shop.forms import CheckoutForm, chosen_deliveries, new_placement_key
from marketplace.shop.order.models import Order
from marketplace.shop.planning import Plan, make_plan, ways_to_pay
from marketplace.shop.queries import current_policies
from marketplace.shop.services import basket_of, begin_payment, fit_basket_to_stock

KNOWN = "orders_placed"


@never_cache
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Show the page; a POST with ``place`` orders, any other POST only counts anew."""
    if request.method == "POST" and (placed := _placed_before(request)):
        return _to_payment(request, placed)
    plan = _plan(request, request.POST)
    if not plan.parts:
        return redirect("shop:basket")
    if request.method == "GET":
        form = CheckoutForm(initial={"placement_key": new_placement_key(), **_known_buyer(request)})
        return _page(request, form, plan)
    form = CheckoutForm(request.POST)
    if "place" not in request.POST or not form.is_valid():
        return _page(request, form if "place" in request.POST else _unchecked(form), plan)
    return _place(request, form, plan)


@require_POST
def totals(request: HttpRequest) -> HttpResponse:
    """Return the totals for the deliveries chosen so far (htmx)."""
    plan = _plan(request, request.POST)
    return render(request, "shop/_checkout_totals.html", _context(request, plan))


def _place(request: HttpRequest, form: CheckoutForm, plan: Plan) -> HttpResponse:
    deliveries = chosen_deliveries(request.POST, plan)
    user = request.user if request.user.is_authenticated else None
    try:
        order = place_order(
            basket=basket_of(request),
            checkout=form.checkout(deliveries, get_language() or "vi"),
            acting_user=user,
        )
    except OutOfStockError as error:
        fit_basket_to_stock(basket_of(request), error)
        messages.warning(request, error.title())
        return redirect("shop:basket")
    except DomainError as error:
        form.add_error(None, error.title())
        return _page(request, form, _plan(request, request.POST))
    begin_payment(order)
    return _to_payment(request, order)


def _plan(request: HttpRequest, data: Mapping[str, str]) -> Plan:
    """Return the plan with the deliveries that were posted."""
    today = timezone.localdate(now())
    first = make_plan(basket_of(request), chosen={}, today=today)
    if not data:
        return first
    return make_plan(basket_of(request), chosen=chosen_deliveries(data, first), today=today)


def _page(request: HttpRequest, form: CheckoutForm, plan: Plan) -> HttpResponse:
    context = {**_context(request, plan), "form": form}
    return render(request, "shop/checkout.html", context, status=422 if form.errors else 200)


def _context(request: HttpRequest, plan: Plan) -> dict[str, object]:
    providers = ways_to_pay(plan)
    wanted = request.POST.get("provider")
    codes = [provider.code for provider in providers]
    return {
        "plan": plan,
        "providers": providers,
        "provider": wanted if wanted in codes else next(iter(codes), ""),
        "policies": current_policies(),
    }


def _unchecked(form: CheckoutForm) -> CheckoutForm:
    """Return a form that keeps what was typed and complains about nothing yet."""
    typed = {
        name: field.widget.value_from_datadict(form.data, {}, name)
        for name, field in form.fields.items()
    }
    return CheckoutForm(initial=typed)


def _known_buyer(request: HttpRequest) -> dict[str, str]:
    """Prefill what a signed-in buyer told us before."""
    if not request.user.is_authenticated:
        return {}
    return {"phone": request.user.phone or "", "full_name": request.user.full_name}


def _placed_before(request: HttpRequest) -> Order | None:
    """Return the order this very form has placed already: a double tap, a reload, a second tab."""
    key = request.POST.get("placement_key") or ""
    return Order.objects.filter(placement_key=key).first() if key else None


def _to_payment(request: HttpRequest, order: Order) -> HttpResponse:
    """Remember the secret link in the session and go on to pay."""
    known = {**request.session.get(KNOWN, {}), order.number: order.key}
    request.session[KNOWN] = dict(list(known.items())[-20:])
    return redirect("shop:pay", number=order.number)
