"""Pages of stalls and markets."""

from django.urls import URLPattern, include, path

stall_pages: list[URLPattern] = []

urlpatterns = [path("", include((stall_pages, "stalls")))]
