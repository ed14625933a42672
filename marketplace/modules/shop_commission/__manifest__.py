"""The manifest of the glue between shop and commission."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.shop_commission",
    title="Commission by category",
    summary="Tells settlement which groups of goods a parcel is made of.",
    category="Glue",
    version="0.1.0",
    depends=(
        "marketplace.kernel",
        "catalog",
        "marketplace.shop",
        "payments",
        "payments.settlement",
    ),
    apps=("marketplace.modules.shop_commission",),
    auto_install=True,
)
