"""The default theme as a Django app."""

from django.apps import AppConfig


class MekongThemeConfig(AppConfig):
    """Files only: the theme adds no code."""

    name = "themes.mekong"
    label = "mekong"
