"""Addresses of stands, day books and markets."""

from django.urls import URLPattern, path

from marketplace.modules.stalls.views import stand

stand_pages: list[URLPattern] = [
    path("quay/bang/", stand.stand, name="stand"),
    path("quay/bang/soi/", stand.look, name="look"),
]
