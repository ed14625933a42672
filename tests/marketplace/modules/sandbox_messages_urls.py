"""The site with the sandbox page in it."""

from django.urls import include, path

from marketplace.urls import urlpatterns as site

urlpatterns = [path("", include("marketplace.modules.sandbox_messages.urls")), *site]
