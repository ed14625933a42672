"""What payments tells the layers above. All run inside the transaction that moved the money."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from marketplace.kernel.hooks import Hook

if TYPE_CHECKING:
    from payments.models import (
        Allocation,
        AllocationUndo,
        Charge,
        MerchantAccount,
        MoneyReturn,
        PayoutAccount,
        Receipt,
    )
    from payments.timeline import Line
    from payments.wallets.protocol import WalletDisputeNotice, WalletRefundNotice

charge_settled: "Hook[[Charge], None]" = Hook("charge_settled", may_fail=True)
"""Sent once, when a charge is paid in full for the first time. A guest that fails undoes the
allocation; the receipt stays visible and is tried again: money is never paid without its parcel."""

charge_expired: "Hook[[Charge], None]" = Hook("charge_expired", may_fail=True)
"""Sent when the time to pay is over and nothing was paid: stock goes back."""

charge_cancelled: "Hook[[Charge], None]" = Hook("charge_cancelled", may_fail=True)
"""Sent when a charge is given up by the buyer, the seller or staff."""

charge_unsettled: "Hook[[Charge], None]" = Hook("charge_unsettled", may_fail=True)
"""Sent when a match by hand is undone and the charge is no longer paid. A guest that cannot go
back (the parcel has left) raises ``UndoRefusedError``, and nothing is undone."""

money_late: "Hook[[Charge, Receipt], bool]" = Hook("money_late", may_fail=True)
"""Money came for an expired or cancelled charge. A guest that can still deliver returns True: the
charge lives again and is paid. Otherwise the money waits for a person."""

money_unclaimed: "Hook[[Receipt], Charge | None]" = Hook("money_unclaimed", may_fail=True)
"""Asked when no charge is proven for a bank's money. A guest that knows by the memo what it is for
(the code of a stall's printed stand) opens a charge and returns it; the money pays that one."""

money_placed: "Hook[[Allocation], None]" = Hook("money_placed", may_fail=True)
"""Sent for every allocation, whoever made it. A guest that fails undoes the match alone."""

money_unplaced: "Hook[[AllocationUndo], None]" = Hook("money_unplaced", may_fail=True)
"""Sent when an allocation is taken back."""

money_received: "Hook[[Receipt], None]" = Hook("money_received")
"""Sent for every receipt, matched or not (spoken confirmation, day book)."""

refund_told: "Hook[[MerchantAccount, WalletRefundNotice], None]" = Hook(
    "refund_told", may_fail=True
)
"""A gateway said what became of a refund; its notice is kept already. A guest that fails leaves
the notice unread: nobody asks again of what a gateway did unasked, so its next try must count."""

dispute_told: "Hook[[MerchantAccount, WalletDisputeNotice], None]" = Hook(
    "dispute_told", may_fail=True
)
"""A gateway said that a payment is contested, or how that ended; its notice is kept already. As
with refunds, a guest that fails leaves the notice unread."""

money_went_back: "Hook[[MoneyReturn], None]" = Hook("money_went_back", may_fail=True)
"""Sent for every đồng that went back, in whatever way: what hung on the money (commission, tax)
goes back in the same transaction, or the return is not written."""

stored_secrets: "Hook[[MerchantAccount | PayoutAccount], Sequence[Mapping[str, str]]]" = Hook(
    "stored_secrets"
)
"""Asked for the secrets kept for a gateway account or a bank account, newest first."""

kept_back: "Hook[[Charge], int]" = Hook("kept_back", may_fail=True)
"""Asked how much of a charge's collected money is kept back for the platform now, in minor units:
no two guests keep the same đồng back."""

charge_repriced: "Hook[[Charge], None]" = Hook("charge_repriced", may_fail=True)
"""Sent when a refund on its way lowers the price of a charge, and when it is raised again because
the refund came to nothing: what hangs on the price follows the credit note, not the bank."""

charge_revived: "Hook[[Charge], None]" = Hook("charge_revived", may_fail=True)
"""Sent when a closed charge lives again, with whatever was paid of it before."""

charge_told: "Hook[[Charge], Sequence[Line]]" = Hook("charge_told")
"""Asked when staff looks at a charge: what other modules know of it (refunds, disputes)."""
