"""The sandbox of ViettelPay 2.0 has no tables; `payments.sandboxes.gateways` serves it."""

from django.apps import AppConfig


class ViettelMoneySandboxConfig(AppConfig):
    """The sandbox of ViettelPay 2.0."""

    name = "payments.sandboxes.viettel_money"
    label = "sandbox_viettel_money"
