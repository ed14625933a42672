"""The manifest of the demo."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="marketplace.modules.demo",
    title="Demo",
    summary="Sellers of every kind, their goods, lots and orders, and accounts to try them.",
    category=SANDBOX,
    version="0.1.0",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.media",
        "marketplace.base.places",
        "marketplace.base.words",
        "catalog",
        "payments",
        "payments.feeds.sepay",
        "payments.providers.cod",
        "payments.providers.vietqr_transfer",
        "payments.sandboxes.gateways",
        "traceability",
        "marketplace.shop",
        "marketplace.modules.lot_allocation",
        "marketplace.modules.stalls",
        "marketplace.modules.storefront",
    ),
    apps=("marketplace.modules.demo",),
)
