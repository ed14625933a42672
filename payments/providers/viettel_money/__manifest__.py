"""The Viettel Money module (ViettelPay gateway v2.0)."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.viettel_money",
    title="Viettel Money (ViettelPay 2.0)",
    summary=(
        "Pays at ViettelPay's page, which asks us before it takes the money. "
        "To be confirmed with the partner: written after public samples, no official document."
    ),
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.viettel_money",),
    settings={
        # The real gateway; the partner names it. Accounts of the sandbox never go there.
        "VIETTEL_MONEY_URL": "https://pay.bankplus.vn:8450",
    },
)
