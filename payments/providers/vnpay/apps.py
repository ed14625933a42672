"""Registers VNPAY."""

from django.apps import AppConfig


class VnpayConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.vnpay"
    label = "vnpay"
    verbose_name = "VNPAY"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.vnpay.provider import Vnpay

        providers.register(Vnpay.code, Vnpay())
