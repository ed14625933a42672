from django.apps import AppConfig


class EpcisConfig(AppConfig):
    """The append-only event store."""

    name = "traceability.epcis"
