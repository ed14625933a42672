from django.apps import AppConfig


class ExportConfig(AppConfig):
    """A lot's records for other people's systems."""

    name = "traceability.export"
    label = "origin_export"
