"""Addresses: the signed, append-only log of events that anyone can check."""

from django.urls import URLPattern, URLResolver

app_name = "origin_log"

urlpatterns: list[URLPattern | URLResolver] = []
