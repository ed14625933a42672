"""Registers Viettel Money's newer gateway."""

from django.apps import AppConfig


class ViettelGatewayConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.viettel_gateway"
    label = "viettel_gateway"
    verbose_name = "Viettel Money (ECDSA)"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.viettel_gateway.provider import ViettelGateway

        providers.register(ViettelGateway.code, ViettelGateway())
