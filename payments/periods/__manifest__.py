"""Closed months."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.periods",
    title="Books and closed months",
    summary="Statements for sellers, trial balance for staff; closes months for good.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
    ),
    apps=("payments.periods",),
    urls="payments.periods.urls",
)
