"""The app of the glue between shop and traceability."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LotAllocationConfig(AppConfig):
    """Answers the shop's hooks and fills its slots."""

    name = "marketplace.modules.lot_allocation"
    label = "lot_allocation"
    verbose_name = _("Lots in orders")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the answers and the fragments."""
        from marketplace.modules.lot_allocation import receivers, slots  # noqa: F401
