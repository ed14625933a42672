"""The sandbox of MoMo. Never in production, never in the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.momo",
    title="MoMo sandbox",
    summary="Plays MoMo: its addresses, signatures, notices and refunds.",
    category=SANDBOX,
    depends=("payments", "payments.providers.momo", "payments.sandboxes.gateways"),
    apps=("payments.sandboxes.momo",),
)
