"""The sandbox of VNPT Pay. Never in production, never in the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.vnpt_pay",
    title="VNPT Pay sandbox",
    summary="Plays VNPT Pay: its page, codes, notices and inquiries.",
    category=SANDBOX,
    depends=("payments", "payments.sandboxes.gateways"),
    apps=("payments.sandboxes.vnpt_pay",),
)
