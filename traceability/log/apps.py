from django.apps import AppConfig


class LogConfig(AppConfig):
    """The signed, append-only log of events that anyone can check."""

    name = "traceability.log"
    label = "origin_log"
