"""Units goods are sold in."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.base.units",
    title="Units",
    summary="kg, yến, tạ, tấn, trái, chục, thùng: exact factors and the price per base unit.",
    category="base",
    version="1.0",
    depends=("marketplace.kernel",),
    apps=("marketplace.base.units",),
)
