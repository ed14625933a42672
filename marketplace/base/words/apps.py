"""Django's view of this module."""

from django.apps import AppConfig


class WordsConfig(AppConfig):
    """Template tags and formats; no tables."""

    name = "marketplace.base.words"
    label = "words"
