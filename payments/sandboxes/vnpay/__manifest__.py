"""The sandbox of VNPAY. Never in production, never in the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.vnpay",
    title="VNPAY sandbox",
    summary="Plays VNPAY: its addresses, signatures, notices and refunds.",
    category=SANDBOX,
    depends=("payments", "payments.providers.vnpay", "payments.sandboxes.gateways"),
    apps=("payments.sandboxes.vnpay",),
)
