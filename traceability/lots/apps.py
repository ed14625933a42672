from django.apps import AppConfig


class LotsConfig(AppConfig):
    """Lots and what is on their labels."""

    name = "traceability.lots"
