"""Makes ``manage.py sandbox_gateways`` known; there are no tables."""

from django.apps import AppConfig


class SandboxGatewaysConfig(AppConfig):
    """The sandbox gateways."""

    name = "payments.sandboxes.gateways"
    label = "sandbox_gateways"
