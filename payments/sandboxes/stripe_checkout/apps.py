"""The sandbox of Stripe has no tables; `payments.sandboxes.gateways` serves it."""

from django.apps import AppConfig


class StripeSandboxConfig(AppConfig):
    """The sandbox of Stripe."""

    name = "payments.sandboxes.stripe_checkout"
    label = "sandbox_stripe_checkout"
