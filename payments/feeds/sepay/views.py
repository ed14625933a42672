"""The address that SePay calls, one for each payout account."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.kernel.errors import DomainError
from marketplace.kernel.ratelimit import allow
from payments.feeds.sepay.actions import FEED, take_webhook
from payments.feeds.sepay.core.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER
from payments.feeds.sepay.feed import AUTHORIZATION_HEADER
from payments.models import PayoutAccount

LARGEST_BODY: Final = 64 * 1024
CALLS_A_MINUTE: Final = 600
"""For one account: far above any seller's sales and SePay's eight tries for each."""

HEADERS: Final = (SIGNATURE_HEADER, TIMESTAMP_HEADER, AUTHORIZATION_HEADER)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, account_id: UUID) -> JsonResponse:
    """Answer 200 only when what was said is committed; SePay tries again after anything else."""
    account = PayoutAccount.objects.filter(public_id=account_id, feed_code=FEED.code).first()
    if account is None:
        return _refusal("unknown_account", 404)
    if not allow(f"sepay:{account_id}", CALLS_A_MINUTE, timedelta(minutes=1)):
        return _refusal("too_many_calls", 429)
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        return _refusal("body_too_large", 413)
    headers = {name: request.headers[name] for name in HEADERS if name in request.headers}
    try:
        take_webhook(account=account, body=body, headers=headers)
    except DomainError as error:
        return _refusal(error.code, error.http_status)
    return JsonResponse({"success": True})


def _refusal(code: str, status: int) -> JsonResponse:
    return JsonResponse({"success": False, "error": code}, status=status)
