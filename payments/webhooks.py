"""The address that a bank feed calls, the same for every feed.

A notice is checked, kept as it came, then read and counted; only what is committed is answered
with 200, so that the sender tries again after anything else.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from marketplace.kernel.ratelimit import allow
from payments.actions import receive, refuse_notice, set_outcome, take_notice
from payments.actions.watching import feed_spoke
from payments.core.notice_fields import NoticeError
from payments.errors import NoticeRefusedError, NoticeUnreadableError
from payments.models import Notice, PayoutAccount
from payments.protocol import Feed

LARGEST_BODY: Final = 64 * 1024
CALLS_A_MINUTE: Final = 600
"""For one account: far above any seller's sales and the eight tries for each."""


def feed_webhook(feed: Feed) -> Callable[[HttpRequest, UUID], HttpResponseBase]:
    """Return the view of ``feed``'s address, one address for each payout account."""

    @csrf_exempt
    @require_POST
    def webhook(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
        account = PayoutAccount.objects.filter(public_id=account_id, feed_code=feed.code).first()
        if account is None:
            return _refusal("unknown_account", 404)
        if not allow(f"{feed.code}:{account_id}", CALLS_A_MINUTE, timedelta(minutes=1)):
            return _refusal("too_many_calls", 429)
        body = request.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            return _refusal("body_too_large", 413)
        try:
            take_webhook(feed=feed, account=account, body=body, headers=request.headers)
        except DomainError as error:
            return _refusal(error.code, error.http_status)
        return JsonResponse({"success": True})

    return webhook


def take_webhook(
    *, feed: Feed, account: PayoutAccount, body: bytes, headers: Mapping[str, str]
) -> Notice:
    """Check, keep and count one call of a feed; a repeated one has no further effect.

    Args:
        feed: who is to have called.
        account: whose address was called.
        body: as received, at most 64 KB.
        headers: as received; only the feed's own are looked at.

    Raises:
        NoticeRefusedError: not signed as agreed; only an audit row was written.
        NoticeUnreadableError: signed, but not what the feed's document promises; kept.
        NoticeMismatchError: signed, but about another account; kept.
    """
    known = (*feed.signature_headers, *feed.secret_headers)
    said = {name: headers[name] for name in known if name in headers}
    try:
        feed.check_signature(body, said, account=account, now=now())
    except NoticeRefusedError as refusal:
        refuse_notice(feed_code=feed.code, account=account, reason=str(refusal.details["reason"]))
        raise
    notice = take_notice(
        feed_code=feed.code,
        event_id=feed.event_id(body, account=account),
        environment=account.environment,
        account=account,
        body=body,
        headers={name: said[name] for name in feed.signature_headers if name in said},
    )
    if account.feed == PayoutAccount.Feed.BROKEN:
        feed_spoke(account)
    _read(feed, notice, said)
    return notice


def event_id_within(account: PayoutAccount, read: Callable[[], str], body: bytes) -> str:
    """Return a sender's own number within the account it was sent for.

    Within: otherwise one seller's feed, or a sandbox, could use up the number of another's money.
    The body's digest stands in where no number can be read.
    """
    try:
        number = read()
    except NoticeError:
        number = "sha256:" + hashlib.sha256(body).hexdigest()
    return f"{account.pk}:{number}"


def _read(feed: Feed, notice: Notice, headers: Mapping[str, str]) -> None:
    """Count what a kept notice tells; a notice that brought no money is read once."""
    account = notice.account
    if account is None or notice.outcome == Notice.Outcome.NOTHING:
        return
    try:
        credit = feed.read_notice(bytes(notice.body), headers, account=account)
    except NoticeUnreadableError:
        set_outcome(notice=notice, outcome=Notice.Outcome.UNREADABLE)
        raise
    if credit is None:
        set_outcome(notice=notice, outcome=Notice.Outcome.NOTHING)
    else:
        receive(credit=credit, notice=notice)


def _refusal(code: str, status: int) -> JsonResponse:
    return JsonResponse({"success": False, "error": code}, status=status)
