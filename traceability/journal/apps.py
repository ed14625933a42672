from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Forms, files and sensors through which people write events."""

    name = "traceability.journal"
    label = "origin_journal"
