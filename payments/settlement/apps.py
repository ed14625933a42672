"""The app of commission and bills."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """Rules, commission lines, bills."""

    name = "payments.settlement"
    label = "settlement"
    verbose_name = "Commission and bills"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow money, fill the slots, let the clock bill."""
        from payments.settlement import billing, receivers, slots  # noqa: F401
