"""The app of the glue between recalls, orders and messages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecallNoticesConfig(AppConfig):
    """Answers the hooks of recalls."""

    name = "marketplace.modules.recall_notices"
    label = "recall_notices"
    verbose_name = _("Recall notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the answers and the kinds of messages."""
        from marketplace.modules.recall_notices import kinds, receivers  # noqa: F401
