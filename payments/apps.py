"""Registers the payments app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Charges, notices, receipts, allocations."""

    name = "payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look at the settings when the shop starts, and register the kinds of messages."""
        from payments import checks, messages

        del checks, messages
