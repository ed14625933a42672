"""Django's view of this module."""

from django.apps import AppConfig


class QrConfig(AppConfig):
    """Template tags; no tables."""

    name = "marketplace.base.qr"
    label = "qr"
