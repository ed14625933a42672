"""Pages of the origin module; each urlconf spells out whole paths."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("traceability.lots.urls")),
    path("", include("traceability.resolver.urls")),
    path("", include("traceability.labels.urls")),
]
