"""Registers the refunds app."""

from django.apps import AppConfig


class RefundsConfig(AppConfig):
    """Refunds and what came of them."""

    name = "payments.refunds"
    label = "refunds"
    default_auto_field = "django.db.models.BigAutoField"
