"""Places."""

from django.urls import path

from marketplace.base.places.views import search

urlpatterns = [path("dia-ban/tim/", search, name="ward-search")]
