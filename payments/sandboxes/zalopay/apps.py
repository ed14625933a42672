"""The sandbox of ZaloPay has no tables; `payments.sandboxes.gateways` serves it."""

from django.apps import AppConfig


class ZaloPaySandboxConfig(AppConfig):
    """The sandbox of ZaloPay."""

    name = "payments.sandboxes.zalopay"
    label = "sandbox_zalopay"
