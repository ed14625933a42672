from django.apps import AppConfig


class RecallConfig(AppConfig):
    """Recalls from the first doubt to the report that closes them."""

    name = "traceability.recall"
    label = "origin_recall"
