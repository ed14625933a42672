"""Pages of the origin module; each urlconf spells out whole paths."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
