"""The market's office: its map, its quiet stalls, and who sells where. Never a stall's takings."""

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.kernel.errors import DomainError
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.access import markets_of, signed_in
from marketplace.modules.stalls.actions.vendors import invite_vendor, may_invite
from marketplace.modules.stalls.errors import (
    ManagerSellsError,
    StallCodeTakenError,
    VendorKnownError,
)
from marketplace.modules.stalls.forms_market import CloseStallForm, InviteForm, StallForm
from marketplace.modules.stalls.marketview import StallCell, market_view
from marketplace.modules.stalls.models import Market, Stall

FIELD_OF_ERROR: dict[type[DomainError], str] = {
    StallCodeTakenError: "code",
    ManagerSellsError: "phone",
    VendorKnownError: "phone",
}

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be a formula in a spreadsheet."""


@never_cache
@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Lead to the only market of a manager, or let them choose."""
    markets = list(markets_of(signed_in(request)))
    if not markets:
        raise Http404
    if len(markets) == 1:
        return redirect("stalls:market", markets[0].slug)
    return render(request, "stalls/markets.html", {"markets": markets})


@never_cache
@login_required
@require_safe
def market(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the map of a market, with one stall beside it when it is asked for."""
    shown = market_view(_market(request, slug))
    wanted = request.GET.get("sap", "")
    chosen = next((one for one in shown.cells if str(one.stall.pk) == wanted), None)
    context = {"view": shown, "chosen": chosen, **_stall_forms(request, chosen)}
    return render(request, "stalls/market.html", context)


@never_cache
@login_required
@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the stalls as CSV: shares and counts."""
    shown = market_view(_market(request, slug))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{shown.market.slug}.csv"'
    answer.write("\ufeff")
    rows = csv.writer(answer)
    rows.writerow(["code", "number", "name", "aisle", "cashless_percent", "today", "mark"])
    rows.writerows(_row(one) for one in shown.cells)
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_stall(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a stall; its vendor is invited by phone."""
    here = _market(request, slug)
    form = StallForm(request.POST or None, market=here)
    if request.method == "POST" and form.is_valid():
        stall = _opened(request, here, form)
        if stall is not None:
            messages.success(request, _("The stall is open."))
            return redirect(f"{here_url(here)}?sap={stall.pk}")
    status = 422 if form.errors else 200
    return render(request, "stalls/stall_form.html", {"market": here, "form": form}, status=status)


@require_POST
@login_required
def invite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody sell at a stall that nobody sells at yet."""
    stall = _stall(request, slug, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors["phone"]))
    else:
        try:
            invite_vendor(
                stall=stall, phone=form.cleaned_data["phone"], acting_user=signed_in(request)
            )
        except DomainError as error:
            messages.error(request, error.title())
        else:
            messages.success(request, _("Invited. They got a message."))
    return redirect(f"{here_url(stall.market)}?sap={stall.pk}")


@require_POST
@login_required
def close_stall(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close a stall for good."""
    stall = _stall(request, slug, pk)
    form = CloseStallForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors["reason"]))
        return redirect(f"{here_url(stall.market)}?sap={stall.pk}")
    actions.close_stall(
        stall=stall, reason=form.cleaned_data["reason"], acting_user=signed_in(request)
    )
    messages.success(request, _("The stall is closed. What it sold stays readable."))
    return redirect(here_url(stall.market))


def here_url(market: Market) -> str:
    """Return the address of a market's map."""
    return f"/cho/{market.slug}/"


def _opened(request: HttpRequest, market: Market, form: StallForm) -> Stall | None:
    """Return the stall with its vendor let in, or None: both are written, or neither."""
    user, phone = signed_in(request), form.cleaned_data["phone"]
    try:
        with transaction.atomic():
            stall = actions.open_stall(
                market=market,
                draft=form.draft,
                payee=form.payee,
                legal_name=form.cleaned_data["legal_name"],
                acting_user=user,
            )
            if phone:
                invite_vendor(stall=stall, phone=phone, acting_user=user)
    except DomainError as error:
        form.add_error(FIELD_OF_ERROR.get(type(error)), error.title())
        return None
    return stall


def _stall_forms(request: HttpRequest, chosen: StallCell | None) -> dict[str, object]:
    if chosen is None:
        return {}
    members = list(chosen.stall.payee.members.all())
    return {
        "invite_form": InviteForm(),
        "close_form": CloseStallForm(),
        "may_invite": may_invite(members, signed_in(request)),
    }


def _market(request: HttpRequest, slug: str) -> Market:
    return get_object_or_404(markets_of(signed_in(request)), slug=slug)


def _stall(request: HttpRequest, slug: str, pk: int) -> Stall:
    stalls = Stall.objects.select_related("market", "payee")
    return get_object_or_404(stalls, pk=pk, market=_market(request, slug), closed_at=None)


def _row(cell: StallCell) -> list[str]:
    stall = cell.stall
    texts = [stall.code, stall.number, stall.name, stall.aisle]
    return [*(_plain(one) for one in texts), str(cell.share), str(cell.today), cell.mark.value]


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
