"""Addresses: the EPCIS 2.0 interface over HTTP: capture jobs, queries, keys."""

from django.urls import URLPattern, URLResolver

app_name = "epcis_rest"

urlpatterns: list[URLPattern | URLResolver] = []
