"""Everything that moves money or says who gets it. Each is one transaction with its audit row."""

from payments.actions.attempts import start_attempt
from payments.actions.charges import (
    cancel_charge,
    expire_due_charges,
    open_charge,
    revive_charge,
)
from payments.actions.notices import refuse_notice, reread_notices, set_outcome, take_notice
from payments.actions.payees import (
    add_payout_account,
    connect_feed,
    register_payee,
    reject_payout_account,
    set_members,
    verify_payout_account,
)
from payments.actions.receiving import (
    StatementMoney,
    allocate,
    confirm_by_seller,
    receive,
    receive_from_statement,
    record_cash,
    retry_failed,
)
from payments.actions.sorting import (
    dismiss_suggestion,
    match_receipt,
    record_return,
    same_as_confirmed,
    unmatch,
    withdraw_confirmation,
)

__all__ = [
    "StatementMoney",
    "add_payout_account",
    "allocate",
    "cancel_charge",
    "confirm_by_seller",
    "connect_feed",
    "dismiss_suggestion",
    "expire_due_charges",
    "match_receipt",
    "open_charge",
    "receive",
    "receive_from_statement",
    "record_cash",
    "record_return",
    "refuse_notice",
    "register_payee",
    "reject_payout_account",
    "reread_notices",
    "retry_failed",
    "revive_charge",
    "same_as_confirmed",
    "set_members",
    "set_outcome",
    "start_attempt",
    "take_notice",
    "unmatch",
    "verify_payout_account",
    "withdraw_confirmation",
]
