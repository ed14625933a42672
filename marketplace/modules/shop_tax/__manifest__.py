"""The manifest of the glue between shop and withheld tax."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.shop_tax",
    title="Sellers' tax status",
    summary="Tells withholding what the shop's checked papers say of a seller.",
    category="Glue",
    version="0.1.0",
    depends=("marketplace.kernel", "catalog", "marketplace.shop", "payments", "payments.tax"),
    apps=("marketplace.modules.shop_tax",),
    auto_install=True,
)
