"""Pages of stalls and markets."""

from django.urls import URLPattern, include, path

from marketplace.modules.stalls.urls_quay import quay_pages
from marketplace.modules.stalls.urls_stand import market_pages, stand_pages

stall_pages: list[URLPattern] = [*quay_pages, *stand_pages, *market_pages]

urlpatterns = [path("", include((stall_pages, "stalls")))]
