"""Django's view of this module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Messages to people."""

    name = "marketplace.base.notices"
    label = "notices"
    verbose_name = _("Messages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the channels and kinds every shop has."""
        from marketplace.base.notices import channels, kinds  # noqa: F401
