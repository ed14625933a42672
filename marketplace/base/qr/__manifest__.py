"""QR codes, from one place."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.base.qr",
    title="QR codes",
    summary="Every QR code of the shop: compact SVG for pages, PNG for files, sizes for print.",
    category="base",
    version="1.0",
    depends=("marketplace.kernel",),
    apps=("marketplace.base.qr",),
    requires=("qrcode>=8",),
)
