"""Registers Casso as a bank feed."""

from django.apps import AppConfig


class CassoConfig(AppConfig):
    """Casso's webhooks."""

    name = "payments.feeds.casso"
    label = "casso"
    verbose_name = "Casso"

    def ready(self) -> None:
        """Offer the feed to payout accounts."""
        from payments.feeds.casso.feed import CassoFeed
        from payments.protocol import feeds

        feeds.register(CassoFeed.code, CassoFeed())
