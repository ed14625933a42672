"""A member of the party puts packs of a lot on sale."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from marketplace.modules.lot_allocation.actions import offer_lot
from marketplace.modules.lot_allocation.forms import OfferForm
from traceability.lots.queries import lots_of


@login_required
@require_POST
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """Offer packs of one of the person's own lots; anyone else's does not exist."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required made sure
    lot = lots_of(request.user).filter(link_code=code).first()
    if lot is None:
        raise Http404
    form = OfferForm(request.POST, lot=lot)
    if form.is_valid():
        packs = form.cleaned_data["packs"]
        try:
            offer_lot(
                lot=lot, product=form.cleaned_data["product"], packs=packs, acting_user=request.user
            )
        except DomainError as error:
            messages.error(request, error.title())
        else:
            told = ngettext("%(n)s pack is on sale.", "%(n)s packs are on sale.", packs)
            messages.success(request, told % {"n": packs})
    else:
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
    return redirect("lots:lot", code)
