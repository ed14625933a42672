"""Registers cash on delivery."""

from django.apps import AppConfig


class CodConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.cod"
    label = "cod"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.cod.provider import CashOnDelivery

        providers.register(CashOnDelivery.code, CashOnDelivery())
