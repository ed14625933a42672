"""Django's view of this module."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Words for units; no tables."""

    name = "marketplace.base.units"
    label = "units"
