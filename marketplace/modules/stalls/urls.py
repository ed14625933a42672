"""Pages of stalls and markets."""

from django.urls import URLPattern, include, path

from marketplace.modules.stalls.urls_stand import stand_pages

stall_pages: list[URLPattern] = [*stand_pages]

urlpatterns = [path("", include((stall_pages, "stalls")))]
