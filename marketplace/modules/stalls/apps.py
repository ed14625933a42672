"""Registers market stalls."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StallsConfig(AppConfig):
    """Markets, stalls, their sales and days."""

    name = "marketplace.modules.stalls"
    label = "stalls"
    verbose_name = _("Market stalls")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer the hooks of payments."""
        from marketplace.modules.stalls import kinds, receivers, telling  # noqa: F401
