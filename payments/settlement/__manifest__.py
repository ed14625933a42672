"""Commission and bills."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.settlement",
    title="Commission and bills",
    summary="Takes commission by dated rules and bills sellers who are paid directly.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
    ),
    apps=("payments.settlement",),
    settings={
        # Day of the month on which last month's commission and tax are billed; 0 for by hand only.
        "SETTLEMENT_BILL_DAY": 1,
        # Days a seller has to pay a bill.
        "SETTLEMENT_DUE_DAYS": 15,
    },
)
