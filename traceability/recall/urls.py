"""Addresses: recalls from the first doubt to the report that closes them."""

from django.urls import URLPattern, URLResolver

app_name = "origin_recall"

urlpatterns: list[URLPattern | URLResolver] = []
