"""Pages of the origin module; each urlconf spells out whole paths."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("traceability.epcis.rest.urls")),
    path("", include("traceability.log.urls")),
    path("", include("traceability.genealogy.urls")),
    path("", include("traceability.places.urls")),
    path("", include("traceability.joining.urls")),
    path("", include("traceability.lots.urls")),
    path("", include("traceability.rules.urls")),
    path("", include("traceability.resolver.urls")),
    path("", include("traceability.labels.urls")),
    path("", include("traceability.journal.urls")),
    path("", include("traceability.recall.urls")),
    path("", include("traceability.export.urls")),
]
