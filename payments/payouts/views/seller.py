"""A seller's page: what the platform holds, and what it has paid out."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.base.accounts.models import User
from payments.payouts.queries import SHOWN, payouts_of, seller_dues


@never_cache
@login_required
@require_safe
def payouts(request: HttpRequest) -> HttpResponse:
    """What is held for the signed-in seller, and every payout, newest first."""
    user = request.user
    if not isinstance(user, User) or not user.payees.exists():
        raise Http404
    context = {"dues": seller_dues(user), "payouts": payouts_of(user)[:SHOWN], "tab": "more"}
    return render(request, "payouts/seller_payouts.html", context)
