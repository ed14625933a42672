"""An order as its buyer sees it: paying, following, looking up."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marketplace.kernel.ratelimit import allow
from marketplace.shop.actions.links import change_link
from marketplace.shop.actions.parcels import mark_received
from marketplace.shop.forms import LookUpForm
from marketplace.shop.models import PolicyVersion
from marketplace.shop.order.models import Order
from marketplace.shop.queries import charges_of, order_by_link, order_by_phone, parcels_of_order
from marketplace.shop.summaries import order_summary
from marketplace.shop.views.checkout import KNOWN

LOOK_UPS = 10
PER = timedelta(minutes=10)


@never_cache
@require_GET
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Show one code per seller, live; no name, phone or address stands here."""
    order = get_object_or_404(Order, number=number)
    parcels = parcels_of_order(order)
    charges = charges_of(parcels)
    rows = [(parcel, charges.get(parcel.purpose)) for parcel in parcels]
    context = {
        "order": order,
        "rows": rows,
        "summary": order_summary(parcels),
        "key": request.session.get(KNOWN, {}).get(number),
    }
    return render(request, "shop/pay.html", context)


@never_cache
@require_GET
def show(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Show the order to whoever has its secret link."""
    order = _by_link(number, key)
    parcels = parcels_of_order(order)
    context = {
        "order": order,
        "parcels": parcels,
        "charges": charges_of(parcels),
        "summary": order_summary(parcels),
        "policies": PolicyVersion.objects.filter(pk__in=order.policies.values()).order_by("kind"),
    }
    response = render(request, "shop/order.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def received(request: HttpRequest, number: str, key: str, parcel_id: int) -> HttpResponse:
    """The buyer says that a parcel came."""
    order = _by_link(number, key)
    parcel = get_object_or_404(order.parcels, pk=parcel_id)
    mark_received(parcel=parcel)
    messages.success(request, _("Noted: the parcel has arrived."))
    return redirect("shop:order", number=number, key=key)


@require_POST
def new_link(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Make the old link useless, because the wrong person has it."""
    order = change_link(order=_by_link(number, key))
    messages.success(request, _("The order has a new link. The old one no longer works."))
    return redirect("shop:order", number=order.number, key=order.key)


@never_cache
@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Find an order by phone and number; the same answer for a wrong number and a wrong phone."""
    form = LookUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not allow(f"look-up:{form.cleaned_data['phone']}", LOOK_UPS, PER):
            form.add_error(None, _("Too many tries. Wait ten minutes, then try again."))
            return render(request, "shop/lookup.html", {"form": form}, status=429)
        order = order_by_phone(form.cleaned_data["number"], form.cleaned_data["phone"])
        if order is not None:
            return redirect("shop:order", number=order.number, key=order.key)
        form.add_error(None, _("No order has this phone and this number. Look at both again."))
    return render(request, "shop/lookup.html", {"form": form}, status=422 if form.errors else 200)


def _by_link(number: str, key: str) -> Order:
    order = order_by_link(number, key)
    if order is None:
        raise Http404
    return order
