"""Registers payOS as a bank feed."""

from django.apps import AppConfig


class PayosConfig(AppConfig):
    """payOS's webhooks."""

    name = "payments.feeds.payos"
    label = "payos"
    verbose_name = "payOS"

    def ready(self) -> None:
        """Offer the feed to payout accounts."""
        from payments.feeds.payos.feed import PayosFeed
        from payments.protocol import feeds

        feeds.register(PayosFeed.code, PayosFeed())
