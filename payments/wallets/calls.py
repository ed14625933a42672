"""The address a gateway calls, the same for every gateway: ``/hook/<code>/<merchant>/<name>/``."""

from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marketplace.kernel.clock import now
from marketplace.kernel.ratelimit import allow
from payments.actions.notices import refuse_notice, set_outcome, take_notice
from payments.errors import NoticeRefusedError, NoticeUnreadableError
from payments.models import Attempt, MerchantAccount, Notice
from payments.protocol import providers
from payments.wallets.keeping import kept_headers
from payments.wallets.outcomes import attempt_of, take
from payments.wallets.protocol import Verdict, Wallet, WalletCall, WalletReply, WalletSaid

LARGEST_BODY: Final = 64 * 1024
LONGEST_QUERY: Final = 8 * 1024
CALLS_A_MINUTE: Final = 6000
"""For one gateway account: the platform's own may serve every seller."""

STALE: Final = "stale"

RETURN: Final = "return"
"""Not an address to call: how a wallet reads what its buyers come back with."""


@csrf_exempt
@require_http_methods(["GET", "POST"])
def wallet_call(request: HttpRequest, provider: str, merchant_id: UUID, name: str) -> HttpResponse:
    """Take one call of a gateway and answer in its own words."""
    wallet = wallet_of(provider)
    merchant = MerchantAccount.objects.filter(public_id=merchant_id, provider=provider).first()
    if wallet is None or merchant is None or name not in wallet.calls or name == RETURN:
        return _plain("unknown_address", HTTPStatus.NOT_FOUND)
    if not allow(f"{provider}:{merchant_id}", CALLS_A_MINUTE, timedelta(minutes=1)):
        return _plain("too_many_calls", HTTPStatus.TOO_MANY_REQUESTS)
    body = request.read(LARGEST_BODY + 1)
    query = request.META.get("QUERY_STRING", "")
    if len(body) > LARGEST_BODY or len(query) > LONGEST_QUERY:
        return _plain("body_too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    call = WalletCall(
        name=name,
        method=request.method or "",
        query=query,
        body=body,
        headers=dict(request.headers),
    )
    return _as_http(take_call(wallet=wallet, merchant=merchant, call=call))


def wallet_of(code: str) -> Wallet | None:
    """Return the gateway known by ``code``, also while it is switched off: money still comes."""
    known = providers.get(code) if code in providers else None
    return known if isinstance(known, Wallet) else None


def take_call(*, wallet: Wallet, merchant: MerchantAccount, call: WalletCall) -> WalletReply:
    """Check, keep and carry out one call; return the answer that its gateway understands."""

    def find(order_ref: str) -> Attempt | None:
        return attempt_of(merchant, order_ref)

    said: WalletSaid | None = None
    try:
        said = wallet.read_call(call, merchant=merchant, now=now(), find=find)
        verdict = take(
            merchant=merchant, said=said, body=call.body, headers=kept_headers(call, wallet)
        )
    except NoticeRefusedError as refusal:
        reason = str(refusal.details.get("reason", "bad_signature"))
        refuse_notice(feed_code=merchant.provider, account=merchant, reason=reason)
        verdict = Verdict.STALE if reason == STALE else Verdict.BAD_SIGNATURE
    except NoticeUnreadableError:
        _keep_unreadable(wallet, merchant, call)
        verdict = Verdict.UNREADABLE
    return wallet.answer(verdict, call=call, said=said, merchant=merchant, find=find)


def _keep_unreadable(wallet: Wallet, merchant: MerchantAccount, call: WalletCall) -> None:
    digest = sha256(call.query.encode() + b"\n" + call.body).hexdigest()
    notice = take_notice(
        feed_code=merchant.provider,
        event_id=f"{merchant.pk}:sha256:{digest}",
        environment=merchant.environment,
        account=merchant,
        body=call.body,
        headers=kept_headers(call, wallet),
    )
    set_outcome(notice=notice, outcome=Notice.Outcome.UNREADABLE)


def _as_http(reply: WalletReply) -> HttpResponse:
    response = HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)
    for name, text in reply.headers.items():
        response[name] = text
    return response


def _plain(code: str, status: int) -> HttpResponse:
    return JsonResponse({"error": code}, status=status)
