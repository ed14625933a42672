"""Registers the payouts app."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    """Payouts and the files that carry them to a bank."""

    name = "payments.payouts"
    label = "payouts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look at the settings when the shop starts."""
        from payments.payouts import checks

        del checks
