"""Reading a kept notice of a gateway again: after a crash, or because staff asks for it."""

from payments.actions.notices import set_outcome
from payments.errors import NoticeRefusedError, NoticeUnreadableError
from payments.models import Attempt, Notice
from payments.wallets.asking import ask_about
from payments.wallets.calls import wallet_of
from payments.wallets.keeping import call_of
from payments.wallets.outcomes import attempt_of, read
from payments.wallets.protocol import (
    Verdict,
    WalletDisputeNotice,
    WalletNotice,
    WalletRefundNotice,
)


def reread_call(notice: Notice) -> Verdict | None:
    """Read a kept notice with its gateway's own reader; one that took effect has no further one.

    Its signature was checked when it came. It is read as of that time, since a freshness window
    may be over by now. None: its module is gone, so nobody can read it.
    """
    merchant = notice.merchant
    wallet = wallet_of(notice.provider)
    if merchant is None or wallet is None:
        return None
    call = call_of(notice)
    if call is None:
        return ask_about(notice)

    def find(order_ref: str) -> Attempt | None:
        return attempt_of(merchant, order_ref)

    try:
        said = wallet.read_call(call, merchant=merchant, now=notice.received_at, find=find)
    except (NoticeUnreadableError, NoticeRefusedError):
        set_outcome(notice=notice, outcome=Notice.Outcome.UNREADABLE)
        return Verdict.UNREADABLE
    if isinstance(said, WalletNotice | WalletRefundNotice | WalletDisputeNotice):
        return read(notice=notice, said=said)
    return Verdict.NOTED
