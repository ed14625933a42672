"""The base theme as a Django app."""

from django.apps import AppConfig


class BaseThemeConfig(AppConfig):
    """Templates, tags, styles and scripts that every theme shares."""

    name = "themes.base"
    label = "base"
