from django.apps import AppConfig


class ResolverConfig(AppConfig):
    """Snapshots, scans and reports."""

    name = "traceability.resolver"

    def ready(self) -> None:
        """Prepare a lot's page whenever the lot changes."""
        from traceability.resolver import snapshots  # noqa: F401
