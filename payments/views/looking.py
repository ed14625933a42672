"""Staff looks: search, a charge's timeline, a kept notice and its second reading, health."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.actions.replaying import Replay, ask_by_hand, close_attempt, replay_notice
from payments.health import sources
from payments.models import Attempt, Charge, Notice
from payments.reading import facts_of, raw_text
from payments.search import find_anything
from payments.timeline import timeline
from payments.views.staff import REASON_LENGTH, for_money_staff


@never_cache
@for_money_staff
def search(request: HttpRequest, _user: User) -> HttpResponse:
    """Find anything by whatever is at hand."""
    query = request.GET.get("q", "").strip()[:200]
    context = {"query": query, "found": find_anything(query)}
    return render(request, "payments/staff_search.html", context)


@never_cache
@for_money_staff
def charge(request: HttpRequest, _user: User, public_id: str) -> HttpResponse:
    """Everything that happened to one charge."""
    found = get_object_or_404(Charge.objects.select_related("payee"), public_id=public_id)
    context = {"charge": found, "lines": timeline(found)}
    return render(request, "payments/staff_charge.html", context)


@never_cache
@for_money_staff
def notice(request: HttpRequest, _user: User, pk: int) -> HttpResponse:
    """A notice as it came, what its reader reads in it, and what it brought."""
    return _notice_page(request, _notice(pk), None)


@require_POST
@never_cache
@for_money_staff
def replay(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Read a notice again and show what came of it."""
    kept = _notice(pk)
    try:
        came = replay_notice(notice=kept, acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
        came = None
    return _notice_page(request, _notice(pk), came)


@never_cache
@for_money_staff
def health(request: HttpRequest, _user: User) -> HttpResponse:
    """How gateways and bank feeds are."""
    return render(request, "payments/staff_health.html", {"sources": sources()})


@require_POST
@for_money_staff
def ask(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Ask a gateway about a try once more."""
    tried = get_object_or_404(Attempt.objects.select_related("charge", "merchant"), pk=pk)
    after = ask_by_hand(attempt=tried, acting_user=user)
    messages.success(
        request, _("The gateway says: %(outcome)s.") % {"outcome": after.get_outcome_display()}
    )
    return redirect("payments_staff_charge", public_id=tried.charge.public_id)


@require_POST
@for_money_staff
def close(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Say that a try was never paid."""
    tried = get_object_or_404(Attempt.objects.select_related("charge"), pk=pk)
    reason = request.POST.get("reason", "").strip()[:REASON_LENGTH]
    if not reason:
        messages.error(request, _("Say where you saw that nothing was paid."))
    else:
        close_attempt(attempt=tried, reason=reason, acting_user=user)
        messages.success(request, _("Closed. Money that comes after all is still received."))
    return redirect("payments_staff_charge", public_id=tried.charge.public_id)


def _notice(pk: int) -> Notice:
    rows = Notice.objects.select_related("account__bank", "account__payee", "merchant__payee")
    return get_object_or_404(rows.select_related("receipt"), pk=pk)


def _notice_page(request: HttpRequest, kept: Notice, came: Replay | None) -> HttpResponse:
    receipt = getattr(kept, "receipt", None)
    matches = receipt.allocations.filter(undo=None).select_related("charge") if receipt else ()
    context = {
        "notice": kept,
        "facts": facts_of(kept),
        "raw": raw_text(kept),
        "headers": sorted(kept.headers.items()),
        "receipt": receipt,
        "matches": matches,
        "replay": came,
    }
    return render(request, "payments/staff_notice.html", context)
