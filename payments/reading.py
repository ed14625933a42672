"""What a kept notice says, read with its own reader, without any effect."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass

from payments.errors import NoticeRefusedError, NoticeUnreadableError
from payments.models import Attempt, Notice
from payments.protocol import feeds
from payments.wallets.calls import wallet_of
from payments.wallets.keeping import call_of
from payments.wallets.outcomes import attempt_of

Row = tuple[str, str]
"""A field's name, as its reader calls it, and what stands in it."""


def facts_of(notice: Notice) -> Sequence[Row]:
    """Return the facts a notice tells; nothing for one that tells of no money, or has no reader."""
    try:
        said = _said(notice)
    except (NoticeUnreadableError, NoticeRefusedError) as error:
        why = str(error.details.get("reason", error.code))
        return [(str(Notice.Outcome.UNREADABLE.label), why)]
    if not is_dataclass(said):
        return []
    rows = [(one.name, getattr(said, one.name)) for one in fields(said)]
    return [(name, str(value)) for name, value in rows if value not in {None, ""}]


def raw_text(notice: Notice) -> str:
    """Return the body as text; bytes that are none are shown as such."""
    return bytes(notice.body).decode("utf-8", "backslashreplace")


def _said(notice: Notice) -> object:
    if notice.merchant is not None:
        return _said_by_gateway(notice)
    if notice.account is None or notice.provider not in feeds:
        return None
    feed = feeds.get(notice.provider)
    return feed.read_notice(bytes(notice.body), notice.headers, account=notice.account)


def _said_by_gateway(notice: Notice) -> object:
    merchant, wallet, call = notice.merchant, wallet_of(notice.provider), call_of(notice)
    if merchant is None or wallet is None or call is None:
        return None

    def find(order_ref: str) -> Attempt | None:
        return attempt_of(merchant, order_ref)

    return wallet.read_call(call, merchant=merchant, now=notice.received_at, find=find)
