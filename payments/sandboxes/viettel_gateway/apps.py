"""The sandbox of Viettel Money gateway has no tables; `payments.sandboxes.gateways` serves it."""

from django.apps import AppConfig


class ViettelGatewaySandboxConfig(AppConfig):
    """The sandbox of Viettel Money gateway."""

    name = "payments.sandboxes.viettel_gateway"
    label = "sandbox_viettel_gateway"
