from django.apps import AppConfig


class LotsConfig(AppConfig):
    """Lots and what is on their labels."""

    name = "traceability.lots"

    def ready(self) -> None:
        """Answer genealogy's question for names that belong together."""
        from traceability.lots import kinship  # noqa: F401
