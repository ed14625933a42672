"""The Viettel Money module (the newer gateway, ECDSA)."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.viettel_gateway",
    title="Viettel Money (ECDSA gateway)",
    summary=(
        "Pays by the wallet's QR code, page or app; every body is signed both ways. "
        "To be confirmed with the partner: written after one public integration, no document."
    ),
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.viettel_gateway",),
    settings={
        # The real gateway; the partner names it. Accounts of the sandbox never go there.
        "VIETTEL_GATEWAY_URL": "https://api23.vtmoney.vn/paybiz/payment-gateway/public/api",
        # What a buyer is shown: QR (a code), WEB (the gateway's page) or DEEPLINK (the app).
        "VIETTEL_GATEWAY_WAY": "QR",
    },
)
