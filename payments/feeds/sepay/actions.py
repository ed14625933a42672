"""What happens when SePay calls: the notice is kept first, then its money is counted."""

from collections.abc import Mapping
from typing import Final

from marketplace.kernel.clock import now
from payments.actions import receive, refuse_notice, set_outcome, take_notice
from payments.errors import NoticeRefusedError, NoticeUnreadableError
from payments.feeds.sepay.core.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER
from payments.feeds.sepay.feed import SepayFeed, event_id
from payments.models import Notice, PayoutAccount

FEED = SepayFeed()
KEPT_HEADERS: Final = (SIGNATURE_HEADER, TIMESTAMP_HEADER)
"""Never the API key: it is a secret."""


def take_webhook(*, account: PayoutAccount, body: bytes, headers: Mapping[str, str]) -> Notice:
    """Check, keep and count one call of SePay's; a repeated one has no further effect.

    Args:
        account: whose address was called.
        body: as received, at most 64 KB.
        headers: of the signature, by the names in ``core.signing``.

    Raises:
        NoticeRefusedError: not signed as agreed; only an audit row was written.
        NoticeUnreadableError: signed, but not what SePay's document promises; the body is kept.
        NoticeMismatchError: signed, but about another account; the body is kept.
    """
    try:
        FEED.check_signature(body, headers, account=account, now=now())
    except NoticeRefusedError as refusal:
        refuse_notice(feed_code=FEED.code, account=account, reason=str(refusal.details["reason"]))
        raise
    notice = take_notice(
        feed_code=FEED.code,
        event_id=event_id(body, account=account),
        environment=account.environment,
        account=account,
        body=body,
        headers={name: headers[name] for name in KEPT_HEADERS if name in headers},
    )
    _read(notice, body, headers)
    return notice


def _read(notice: Notice, body: bytes, headers: Mapping[str, str]) -> None:
    """Count what a kept notice tells; a notice that brought no money is read once."""
    account = notice.account
    if account is None or notice.outcome == Notice.Outcome.NOTHING:
        return
    try:
        credit = FEED.read_notice(body, headers, account=account)
    except NoticeUnreadableError:
        set_outcome(notice=notice, outcome=Notice.Outcome.UNREADABLE)
        raise
    if credit is None:
        set_outcome(notice=notice, outcome=Notice.Outcome.NOTHING)
    else:
        receive(credit=credit, notice=notice)
