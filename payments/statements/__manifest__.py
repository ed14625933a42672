"""Bank statements as files."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.statements",
    title="Bank statements",
    summary="Reads a bank's statement file: confirms transfers and finds what a feed missed.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
    ),
    apps=("payments.statements",),
    urls="payments.statements.urls",
    settings={
        # Days between a feed's notice and the bank's own day that still are one movement.
        "STATEMENT_DAYS_APART": 1,
    },
)
