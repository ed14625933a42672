"""Registers VNPT Pay."""

from django.apps import AppConfig


class VnptPayConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.vnpt_pay"
    label = "vnpt_pay"
    verbose_name = "VNPT Pay"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.vnpt_pay.provider import VnptPay

        providers.register(VnptPay.code, VnptPay())
