"""Addresses: what must hold of origin records, each rule with its source."""

from django.urls import URLPattern, URLResolver

app_name = "origin_rules"

urlpatterns: list[URLPattern | URLResolver] = []
