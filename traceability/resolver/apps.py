from django.apps import AppConfig


class ResolverConfig(AppConfig):
    """Snapshots, scans and reports."""

    name = "traceability.resolver"

    def ready(self) -> None:
        """Prepare a lot's page whenever the lot changes; hear of sales."""
        from traceability.resolver import receivers, snapshots  # noqa: F401
