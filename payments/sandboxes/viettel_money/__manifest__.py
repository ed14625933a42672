"""The sandbox of ViettelPay 2.0. Never in production, never in the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.viettel_money",
    title="ViettelPay 2.0 sandbox",
    summary="Plays ViettelPay 2.0: its page, verify and result calls, inquiries and refunds.",
    category=SANDBOX,
    depends=("payments", "payments.sandboxes.gateways"),
    apps=("payments.sandboxes.viettel_money",),
)
