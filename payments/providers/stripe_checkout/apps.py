"""Registers Stripe Checkout."""

from django.apps import AppConfig


class StripeCheckoutConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.stripe_checkout"
    label = "stripe_checkout"
    verbose_name = "Stripe Checkout"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.stripe_checkout.provider import StripeCheckout

        providers.register(StripeCheckout.code, StripeCheckout())
