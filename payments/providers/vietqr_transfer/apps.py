"""Registers the VietQR transfer."""

from django.apps import AppConfig


class VietQrTransferConfig(AppConfig):
    """A way to pay; it has no tables."""

    name = "payments.providers.vietqr_transfer"
    label = "vietqr_transfer"

    def ready(self) -> None:
        """Offer it."""
        from payments.protocol import providers
        from payments.providers.vietqr_transfer.provider import VietQrTransfer

        providers.register(VietQrTransfer.code, VietQrTransfer())
