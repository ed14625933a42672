"""Registers MoMo."""

from django.apps import AppConfig


class MomoConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.momo"
    label = "momo"
    verbose_name = "MoMo"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.momo.provider import Momo

        providers.register(Momo.code, Momo())
