"""A bank to rehearse with. Never in production, never in the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.bank",
    title="Sandbox bank",
    summary="A process of its own that plays the buyer's bank app and a bank feed.",
    category=SANDBOX,
    depends=("marketplace.kernel", "payments"),
    apps=("payments.sandboxes.bank",),
)
