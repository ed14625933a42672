"""Everything that moves a payout. Each is one transaction with its audit row."""

from payments.payouts.actions.ending import (
    cancel_payout,
    confirm_from_statement,
    confirm_paid,
    fail_payout,
)
from payments.payouts.actions.filing import check_file, make_file
from payments.payouts.actions.proposing import (
    approve_payout,
    propose_everybody,
    propose_payout,
    propose_refund_payout,
)

__all__ = [
    "approve_payout",
    "cancel_payout",
    "check_file",
    "confirm_from_statement",
    "confirm_paid",
    "fail_payout",
    "make_file",
    "propose_everybody",
    "propose_payout",
    "propose_refund_payout",
]
