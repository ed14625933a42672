"""Registers SePay as a bank feed."""

from django.apps import AppConfig


class SepayConfig(AppConfig):
    """SePay's webhooks."""

    name = "payments.feeds.sepay"
    label = "sepay"
    verbose_name = "SePay"

    def ready(self) -> None:
        """Offer the feed to payout accounts."""
        from payments.feeds.sepay.feed import SepayFeed
        from payments.protocol import feeds

        feeds.register(SepayFeed.code, SepayFeed())
