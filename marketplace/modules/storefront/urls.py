"""Addresses that browsers ask for on their own."""

from django.urls import path

from marketplace.modules.storefront.views import favicon

urlpatterns = [path("favicon.ico", favicon, name="favicon")]
