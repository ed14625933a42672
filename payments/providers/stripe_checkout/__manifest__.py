"""The Stripe module."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.stripe_checkout",
    title="Stripe Checkout",
    summary=(
        "Cards of buyers abroad. Needs an account of a company in a country Stripe serves: "
        "to be confirmed before use."
    ),
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.stripe_checkout",),
    requires=("stripe>=16",),
    settings={
        "STRIPE_API_URL": "https://api.stripe.com",
        # How far the time that Stripe signs may lie from our clock, either way.
        "STRIPE_FRESH_SECONDS": 300,
        # Minutes that Stripe's page stays open; Stripe takes no less than 30.
        "STRIPE_SESSION_MINUTES": 50,
        # Smallest and largest amount in đồng.
        "STRIPE_LIMITS": (15_000, 99_999_999),
    },
)
