"""The sandbox of the newer Viettel gateway. Never in production or the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.viettel_gateway",
    title="Viettel Money gateway sandbox",
    summary="Plays the newer Viettel gateway: codes, order confirmation, notices, refunds.",
    category=SANDBOX,
    depends=("payments", "payments.sandboxes.gateways"),
    apps=("payments.sandboxes.viettel_gateway",),
)
