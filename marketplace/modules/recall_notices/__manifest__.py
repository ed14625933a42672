"""The manifest of the glue between recalls, orders and messages."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.recall_notices",
    title="Recall notices",
    summary="Tells every buyer of a recalled lot, and measures whom that reached.",
    category="Glue",
    version="0.1.0",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.notices",
        "marketplace.base.words",
        "marketplace.shop",
        "marketplace.modules.lot_allocation",
        "traceability",
    ),
    apps=("marketplace.modules.recall_notices",),
    auto_install=True,
    urls="marketplace.modules.recall_notices.urls",
)
