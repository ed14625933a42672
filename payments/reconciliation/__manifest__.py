"""Reconciliation."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.reconciliation",
    title="Reconciliation",
    summary="Compares gateways, bank and ledger every day and lists each difference.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
        "payments.statements",
    ),
    apps=("payments.reconciliation",),
    settings={
        # How many days back the clock looks each time: reports and statements come late.
        "RECONCILE_DAYS": 5,
        # Đồng from which a second person has to agree before a difference is written off.
        "RECONCILE_TWO_PEOPLE_FROM": 1_000_000,
    },
)
