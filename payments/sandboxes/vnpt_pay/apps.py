"""The sandbox of VNPT Pay has no tables; `payments.sandboxes.gateways` serves it."""

from django.apps import AppConfig


class VnptPaySandboxConfig(AppConfig):
    """The sandbox of VNPT Pay."""

    name = "payments.sandboxes.vnpt_pay"
    label = "sandbox_vnpt_pay"
