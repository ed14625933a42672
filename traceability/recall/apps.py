from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecallConfig(AppConfig):
    """Recalls from the first doubt to the report that closes them."""

    name = "traceability.recall"
    label = "origin_recall"
    verbose_name = _("Recall cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the quick way from a lot's page, fill the slots."""
        from traceability.recall import entrance, slots  # noqa: F401
