"""Makes ``manage.py sandbox_bank`` known; there are no tables."""

from django.apps import AppConfig


class SandboxBankConfig(AppConfig):
    """The sandbox bank."""

    name = "payments.sandboxes.bank"
    label = "sandbox_bank"
