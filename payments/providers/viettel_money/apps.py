"""Registers Viettel Money."""

from django.apps import AppConfig


class ViettelMoneyConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.viettel_money"
    label = "viettel_money"
    verbose_name = "Viettel Money"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.viettel_money.provider import ViettelMoney

        providers.register(ViettelMoney.code, ViettelMoney())
