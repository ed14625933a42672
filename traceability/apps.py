from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    """Parties and places: who makes and moves goods, and where."""

    name = "traceability"
