"""Gateways to rehearse with. Never in production, never in the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.gateways",
    title="Sandbox gateways",
    summary="A process of its own that plays wallets and card gateways, each over its real HTTP.",
    category=SANDBOX,
    depends=("marketplace.kernel", "payments"),
    apps=("payments.sandboxes.gateways",),
)
