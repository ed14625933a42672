"""Addresses: what became of goods, and what they were made of."""

from django.urls import URLPattern, URLResolver

app_name = "origin_genealogy"

urlpatterns: list[URLPattern | URLResolver] = []
