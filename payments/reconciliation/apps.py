"""The app of reconciliation."""

from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    """Reports of gateways and differences."""

    name = "payments.reconciliation"
    label = "reconciliation"
    verbose_name = "Reconciliation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the clock compare, and keep months open while differences are."""
        from payments.reconciliation import actions, fetching, receivers  # noqa: F401
