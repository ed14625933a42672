"""The app of closed months; its table is the ledger's, which enforces it."""

from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    """Closing, and the pages of the books."""

    name = "payments.periods"
    label = "periods"
    verbose_name = "Closed months"

    def ready(self) -> None:
        """Fill the slots."""
        from payments.periods import slots  # noqa: F401
