"""Registers the disputes app."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Disputes and what was said about them."""

    name = "payments.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"
