"""Addresses: forms, files and sensors through which people write events."""

from django.urls import URLPattern, URLResolver

app_name = "origin_journal"

urlpatterns: list[URLPattern | URLResolver] = []
