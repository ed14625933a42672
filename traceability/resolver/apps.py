from django.apps import AppConfig


class ResolverConfig(AppConfig):
    """Snapshots, scans and reports."""

    name = "traceability.resolver"
