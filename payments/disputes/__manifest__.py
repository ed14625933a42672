"""Disputes."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.disputes",
    title="Disputes",
    summary="Payments that buyers contest at a gateway: held, answered in time, won or lost.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
    ),
    apps=("payments.disputes",),
    urls="payments.disputes.urls",
    settings={
        # Days to answer that are written down where the gateway does not say until when.
        "DISPUTES_DAYS": 7,
    },
)
