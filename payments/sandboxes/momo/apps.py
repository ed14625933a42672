"""The sandbox of MoMo has no tables; `payments.sandboxes.gateways` serves it."""

from django.apps import AppConfig


class MomoSandboxConfig(AppConfig):
    """The sandbox of MoMo."""

    name = "payments.sandboxes.momo"
    label = "sandbox_momo"
