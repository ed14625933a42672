"""The sandbox of VNPAY has no tables; `payments.sandboxes.gateways` serves it."""

from django.apps import AppConfig


class VnpaySandboxConfig(AppConfig):
    """The sandbox of VNPAY."""

    name = "payments.sandboxes.vnpay"
    label = "sandbox_vnpay"
