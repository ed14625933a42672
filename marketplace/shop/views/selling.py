"""A seller's parcels, on the phone: what to pack, what left, what came."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catalog.partner.models import Partner
from catalog.queries import seller_of
from marketplace.base.accounts.models import User
from marketplace.shop.actions.parcels import hand_over, mark_packed, mark_shipped, take_cash
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.order.models import Parcel
from marketplace.shop.queries import charges_of, parcels_of_seller

VIEWS = {
    "to-pack": (ParcelState.TO_PACK,),
    "waiting": (ParcelState.AWAITING_PAYMENT,),
    "packed": (ParcelState.PACKED, ParcelState.SHIPPED),
    "done": (ParcelState.RECEIVED, ParcelState.CANCELLED),
}
MOST_ROWS = 100


@login_required
@require_GET
def parcels(request: HttpRequest) -> HttpResponse:
    """List the seller's parcels of one kind, the earliest promise first."""
    seller = _seller(request)
    chosen = request.GET.get("xem", "to-pack")
    states = VIEWS.get(chosen, VIEWS["to-pack"])
    rows = parcels_of_seller(seller, states)[:MOST_ROWS]
    context = {
        "tab": "orders",
        "seller": seller,
        "parcels": rows,
        "chosen": chosen,
        "views": list(VIEWS),
    }
    return render(request, "shop/seller_parcels.html", context)


@login_required
@require_GET
def parcel(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Show one parcel: to whom it goes, what is in it, what to do next."""
    found = _parcel(request, parcel_id)
    charge = charges_of([found]).get(found.purpose)
    context = {"tab": "orders", "parcel": found, "charge": charge, "order": found.order}
    return render(request, "shop/seller_parcel.html", context)


@login_required
@require_POST
def parcel_step(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Take the step whose button was pressed."""
    found = _parcel(request, parcel_id)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    messages.success(request, step(found, request))
    return redirect("shop:parcel", parcel_id=found.pk)


def _pack(parcel: Parcel, request: HttpRequest) -> str:
    mark_packed(parcel=parcel, acting_user=_user(request))
    return _("Packed. Hand it over, then press “It has left”.")


def _ship(parcel: Parcel, request: HttpRequest) -> str:
    code = request.POST.get("tracking_code", "").strip()[:64]
    mark_shipped(parcel=parcel, tracking_code=code, acting_user=_user(request))
    return _("Noted: it is on its way.")


def _hand_over(parcel: Parcel, request: HttpRequest) -> str:
    paid_before = parcel.paid_at is not None
    hand_over(parcel=parcel, acting_user=_user(request))
    if paid_before:
        return _("Noted: delivered.")
    return _("Noted: delivered, and the cash is in the books.")


def _cash(parcel: Parcel, request: HttpRequest) -> str:
    take_cash(parcel=parcel, acting_user=_user(request))
    return _("Noted: the cash is in the books.")


STEPS: dict[str, Callable[[Parcel, HttpRequest], str]] = {
    "pack": _pack,
    "ship": _ship,
    "hand-over": _hand_over,
    "cash": _cash,
}


def _user(request: HttpRequest) -> User:
    """Return the signed-in user (``login_required`` made sure)."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def _seller(request: HttpRequest) -> Partner:
    seller = seller_of(_user(request))
    if seller is None:
        raise Http404
    return seller


def _parcel(request: HttpRequest, parcel_id: int) -> Parcel:
    """Return one of the seller's own parcels; anyone else's does not exist."""
    rows = Parcel.objects.filter(seller=_seller(request)).select_related("order__shipping_address")
    found = rows.prefetch_related("lines__product__listing_row").filter(pk=parcel_id).first()
    if found is None:
        raise Http404
    return found
