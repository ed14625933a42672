"""The sandbox of Stripe. Never in production, never in the default list of modules."""

from marketplace.kernel.manifest import SANDBOX, Manifest

MANIFEST = Manifest(
    name="payments.sandboxes.stripe_checkout",
    title="Stripe sandbox",
    summary="Plays Stripe Checkout: sessions, signed events, refunds and disputes.",
    category=SANDBOX,
    depends=(
        "payments",
        "payments.providers.stripe_checkout",
        "payments.sandboxes.gateways",
    ),
    apps=("payments.sandboxes.stripe_checkout",),
)
