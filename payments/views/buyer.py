"""The buyer's pages: one charge behind a link nobody can guess."""

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marketplace.base.qr.core import qr_png
from payments import actions
from payments.core.states import ChargeState
from payments.errors import ChargeClosedError, PaymentRefusedError, ProviderUnreachableError
from payments.models import Charge
from payments.panel import local_path, panel_context
from payments.protocol import RedirectStep
from payments.queries import charge_view, offered_providers
from payments.views.returning import remember_back

logger = logging.getLogger(__name__)

PNG_SCALE = 10
"""Pixels of one module: some 500 px in all, what a gallery shows sharply."""


@never_cache
@require_GET
def charge_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One charge: a whole page, or its panel when htmx asks; 204 when nothing has changed."""
    charge = _charge(public_id)
    back, done = local_path(request.GET.get("back")), local_path(request.GET.get("done"))
    context = panel_context(charge, back=back, done=done)
    if request.headers.get("HX-Request") != "true":
        return _private(render(request, "payments/charge.html", context))
    if request.GET.get("seen") and f"seen={request.GET['seen']}" in str(context["poll_url"]):
        return _private(HttpResponse(status=204))
    response = _private(render(request, "payments/_live.html", context))
    response["HX-Trigger"] = "charge-changed"
    return response


@require_POST
def new_code(request: HttpRequest, public_id: str) -> HttpResponse:
    """Start a try to pay what is due and go back to where the buyer was.

    What was paid or closed in another tab shows itself there; other refusals are said.
    """
    charge = _charge(public_id)
    code = request.POST.get("provider") or _default_provider(charge)
    try:
        if charge.rest and code not in dict(offered_providers(charge)):
            raise PaymentRefusedError(provider=code)
        step = actions.start_attempt(charge=charge, provider_code=code)
        if isinstance(step, RedirectStep):
            remember_back(request, public_id, local_path(request.POST.get("back")))
    except (PaymentRefusedError, ProviderUnreachableError) as error:
        messages.error(request, error.title())
    except ChargeClosedError:
        logger.info("charge %s was closed before its new code", charge.pk)
    return redirect(local_path(request.POST.get("back")) or _own_page(charge))


@never_cache
@require_GET
def other_way(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer the ways to pay besides the one that is shown; the try before it stays good."""
    charge = _charge(public_id)
    back = local_path(request.GET.get("back"))
    if not charge.rest:
        return redirect(back or _own_page(charge))
    last = charge.current_attempt()
    ways = [way for code, way in offered_providers(charge) if last is None or code != last.provider]
    context = {"charge": charge, "back": back, "ways": ways}
    return _private(render(request, "payments/other_way.html", context))


@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """The buyer of a short payment wants the money back instead of paying the rest."""
    charge = _charge(public_id)
    if request.method == "POST" and charge.state is ChargeState.PARTLY_PAID:
        actions.cancel_charge(charge=charge, reason="the buyer wants the money back")
    elif charge.state is ChargeState.PARTLY_PAID:
        back = local_path(request.GET.get("back"))
        return render(request, "payments/give_up.html", {"charge": charge, "back": back})
    return redirect(local_path(request.POST.get("back")) or _own_page(charge))


@never_cache
@require_GET
def code_image(_request: HttpRequest, public_id: str) -> HttpResponse:
    """The QR code as a picture to save, for a banking app on the same phone."""
    charge = _charge(public_id)
    qr = charge_view(charge).qr
    if qr is None:
        raise ChargeClosedError(charge=charge.memo_code)
    response = HttpResponse(qr_png(qr.payload, scale=PNG_SCALE), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{qr.memo}.png"'
    return response


def _charge(public_id: str) -> Charge:
    return get_object_or_404(Charge.objects.select_related("payee"), public_id=public_id)


def _own_page(charge: Charge) -> str:
    return reverse("payments:charge", args=[charge.public_id])


def _default_provider(charge: Charge) -> str:
    """Return the way the buyer chose last, else the first that is offered."""
    last = charge.current_attempt()
    if last is not None:
        return last.provider
    return next((code for code, _provider in offered_providers(charge)), "")


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the secret address out of other sites and search engines, and the fragment apart."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_vary_headers(response, ["HX-Request"])
    return response
