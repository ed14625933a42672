"""Tables of payments, in the order in which money meets them."""

from payments.models.charges import Attempt, Charge
from payments.models.merchants import MerchantAccount
from payments.models.payees import Bank, Payee, PayoutAccount
from payments.models.receipts import (
    Allocation,
    AllocationUndo,
    MatchProposal,
    MoneyReturn,
    Notice,
    Receipt,
)

__all__ = [
    "Allocation",
    "AllocationUndo",
    "Attempt",
    "Bank",
    "Charge",
    "MatchProposal",
    "MerchantAccount",
    "MoneyReturn",
    "Notice",
    "Payee",
    "PayoutAccount",
    "Receipt",
]
