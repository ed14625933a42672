"""Addresses: a lot's records for other people's systems."""

from django.urls import URLPattern, URLResolver

app_name = "origin_export"

urlpatterns: list[URLPattern | URLResolver] = []
