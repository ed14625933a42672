"""The demo's app: commands only, no tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Brings ``prepare_demo`` and ``demo_places``."""

    name = "marketplace.modules.demo"
    label = "demo"
    verbose_name = _("Demo")
