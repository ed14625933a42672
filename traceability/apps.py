from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    """Parties and places: who makes and moves goods, and where."""

    name = "traceability"

    def ready(self) -> None:
        """Fill the slots of other modules' pages."""
        from traceability.joining import slots  # noqa: F401
