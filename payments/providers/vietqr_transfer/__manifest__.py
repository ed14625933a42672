"""The VietQR transfer module."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.vietqr_transfer",
    title="VietQR transfer",
    summary="The buyer scans one QR code per seller; the money goes to the seller's own account.",
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.vietqr_transfer",),
)
