"""Registers ZaloPay."""

from django.apps import AppConfig


class ZaloPayConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.zalopay"
    label = "zalopay"
    verbose_name = "ZaloPay"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.zalopay.provider import ZaloPay

        providers.register(ZaloPay.code, ZaloPay())
