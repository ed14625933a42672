"""What disputes answer to the hooks of ``payments``."""

from collections.abc import Iterator, Sequence

from payments.disputes.actions import take_dispute_notice
from payments.disputes.models import Dispute
from payments.hooks import charge_told, dispute_told
from payments.models import Charge, MerchantAccount
from payments.timeline import Kind, Line
from payments.wallets.protocol import WalletDisputeNotice


@dispute_told.register
def hear_of_dispute(merchant: MerchantAccount, notice: WalletDisputeNotice) -> None:
    """A gateway says that a payment is contested, or how that ended."""
    take_dispute_notice(merchant=merchant, notice=notice)


@charge_told.register
def tell_of_disputes(charge: Charge) -> Sequence[Line]:
    """Add what was contested of a charge to its story."""
    disputes = Dispute.objects.filter(charge=charge).select_related("opened_by").order_by("pk")
    return [line for dispute in disputes for line in _lines(dispute)]


def _lines(dispute: Dispute) -> Iterator[Line]:
    facts = [text for text in (dispute.dispute_ref, dispute.reason) if text]
    yield Line(
        at=dispute.created_at,
        kind=Kind.DISPUTE,
        title=Dispute.State.OPENED.label,
        amount=dispute.amount,
        details=facts,
        who=str(dispute.opened_by or ""),
    )
    if dispute.ended_at is not None:
        yield Line(
            at=dispute.ended_at,
            kind=Kind.DISPUTE,
            title=dispute.get_state_display(),
            amount=dispute.amount,
            details=facts,
        )
