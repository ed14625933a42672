"""Django's view of this module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Photos."""

    name = "marketplace.base.media"
    label = "media"
    verbose_name = _("Photos")
    default_auto_field = "django.db.models.BigAutoField"
