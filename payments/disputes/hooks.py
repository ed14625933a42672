"""What disputes answer to the hooks of ``payments``."""

from payments.disputes.actions import take_dispute_notice
from payments.hooks import dispute_told
from payments.models import MerchantAccount
from payments.wallets.protocol import WalletDisputeNotice


@dispute_told.register
def hear_of_dispute(merchant: MerchantAccount, notice: WalletDisputeNotice) -> None:
    """A gateway says that a payment is contested, or how that ended."""
    take_dispute_notice(merchant=merchant, notice=notice)
