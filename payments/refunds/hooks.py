"""What refunds answer to the hooks of ``payments``."""

from payments.hooks import refund_told
from payments.models import MerchantAccount
from payments.refunds.actions import take_refund_notice
from payments.wallets.protocol import WalletRefundNotice


@refund_told.register
def hear_of_refund(merchant: MerchantAccount, notice: WalletRefundNotice) -> None:
    """A gateway has finished a refund, or made one on its own page."""
    take_refund_notice(merchant=merchant, notice=notice)
