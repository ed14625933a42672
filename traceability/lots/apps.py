from django.apps import AppConfig


class LotsConfig(AppConfig):
    """Lots and what is on their labels."""

    name = "traceability.lots"

    def ready(self) -> None:
        """Answer genealogy, hear of corrections, fill the slots of the lot page."""
        from traceability.lots import corrected, kinship, slots  # noqa: F401
