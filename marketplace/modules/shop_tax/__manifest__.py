"""The manifest of the glue between shop and withheld tax."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.shop_tax",
    title="Goods and sellers in tax law",
    summary="Tells withholding who sellers are by their papers, and each product's class.",
    category="Glue",
    version="0.1.0",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "catalog",
        "marketplace.shop",
        "payments",
        "payments.tax",
    ),
    apps=("marketplace.modules.shop_tax",),
    auto_install=True,
)
