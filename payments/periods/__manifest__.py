"""Closed months."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.periods",
    title="Closed months",
    summary="Closes the books of a month for good, once nothing of it is open.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
    ),
    apps=("payments.periods",),
)
