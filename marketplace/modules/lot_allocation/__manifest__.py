"""The manifest of the glue between shop and traceability."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.lot_allocation",
    title="Lots in orders",
    summary="Sells lots first expired first, shows each order the lots it was packed from.",
    category="Glue",
    version="0.1.0",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.places",
        "catalog",
        "marketplace.shop",
        "traceability",
    ),
    apps=("marketplace.modules.lot_allocation",),
    auto_install=True,
    urls="marketplace.modules.lot_allocation.urls",
)
