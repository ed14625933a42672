"""Registers the payments app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Charges, notices, receipts, allocations."""

    name = "payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look at the settings when the shop starts."""
        from payments import checks

        del checks
