"""Where the buyer's browser comes back to from a gateway."""

import logging
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marketplace.kernel.clock import now
from marketplace.kernel.ratelimit import allow
from payments.actions.notices import refuse_notice
from payments.errors import (
    NoticeRefusedError,
    NoticeUnreadableError,
    PaymentRefusedError,
    ProviderUnreachableError,
)
from payments.models import Attempt
from payments.panel import local_path
from payments.wallets.asking import ask
from payments.wallets.calls import RETURN, wallet_of
from payments.wallets.outcomes import attempt_of
from payments.wallets.protocol import WalletCall

logger = logging.getLogger(__name__)

ASKS_A_MINUTE = 6
BACK_KEY = "pay_back"
"""In the visitor's session: where each charge was to be paid from."""


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def came_back(request: HttpRequest, public_id: str, attempt_pk: int) -> HttpResponse:
    """Ask the gateway itself what became of the try, then show the charge.

    What stands in the address proves nothing and pays nothing: its signature only decides whether
    it is worth asking at once.
    """
    tries = Attempt.objects.select_related("charge__payee", "merchant")
    attempt = get_object_or_404(tries, pk=attempt_pk, charge__public_id=public_id)
    asks_left = allow(f"came_back:{attempt.pk}", ASKS_A_MINUTE, timedelta(minutes=1))
    if asks_left and _is_signed(request, attempt):
        _ask(attempt)
    known = request.session.get(BACK_KEY, {})
    back = local_path(known.get(public_id) if isinstance(known, dict) else None)
    return redirect(back or reverse("payments:charge", args=[public_id]))


def remember_back(request: HttpRequest, public_id: str, back: str) -> None:
    """Keep where the buyer was before leaving for a gateway."""
    known = request.session.get(BACK_KEY)
    request.session[BACK_KEY] = {**(known if isinstance(known, dict) else {}), public_id: back}


def _is_signed(request: HttpRequest, attempt: Attempt) -> bool:
    wallet, merchant = wallet_of(attempt.provider), attempt.merchant
    if wallet is None or merchant is None:
        return False
    if RETURN not in wallet.calls:
        return True
    call = WalletCall(
        name=RETURN,
        method=request.method or "",
        query=request.META.get("QUERY_STRING", ""),
        body=request.body,
        headers=dict(request.headers),
    )
    try:
        wallet.read_call(
            call, merchant=merchant, now=now(), find=lambda ref: attempt_of(merchant, ref)
        )
    except NoticeRefusedError as refusal:
        reason = str(refusal.details.get("reason", ""))
        refuse_notice(feed_code=merchant.provider, account=merchant, reason=f"return: {reason}")
        return False
    except NoticeUnreadableError:
        return False
    return True


def _ask(attempt: Attempt) -> None:
    try:
        ask(attempt)
    except (ProviderUnreachableError, PaymentRefusedError) as error:
        logger.info("attempt %s: %s; its clock goes on asking", attempt.pk, error.code)
