"""Django's view of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabelsConfig(AppConfig):
    """Sheets of labels and the page that makes them."""

    name = "traceability.labels"
    label = "labels"
    verbose_name = _("Labels")
    default_auto_field = "django.db.models.BigAutoField"
