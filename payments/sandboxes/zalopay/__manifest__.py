"""The sandbox of ZaloPay. Never in production, never in the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.zalopay",
    title="ZaloPay sandbox",
    summary="Plays ZaloPay: its addresses, signatures, notices and refunds.",
    category=SANDBOX,
    depends=("payments", "payments.providers.zalopay", "payments.sandboxes.gateways"),
    apps=("payments.sandboxes.zalopay",),
)
