"""Everything that moves a refund. Each is one transaction with its audit row."""

from payments.refunds.actions.ending import (
    begin_payout,
    give_payout_up,
    refuse_refund,
    settle_by_hand,
    settle_by_payout,
    take_refund_answer,
    withdraw_refund,
)
from payments.refunds.actions.requesting import (
    Choice,
    request_refund,
    request_refund_of_receipt,
)
from payments.refunds.actions.routes import BuyerAccount
from payments.refunds.actions.sending import ask_about_refund, ask_refunds_again, send_refund
from payments.refunds.actions.telling import take_external_refund, take_refund_notice

__all__ = [
    "BuyerAccount",
    "Choice",
    "ask_about_refund",
    "ask_refunds_again",
    "begin_payout",
    "give_payout_up",
    "refuse_refund",
    "request_refund",
    "request_refund_of_receipt",
    "send_refund",
    "settle_by_hand",
    "settle_by_payout",
    "take_external_refund",
    "take_refund_answer",
    "take_refund_notice",
    "withdraw_refund",
]
