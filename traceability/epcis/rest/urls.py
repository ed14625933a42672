"""Addresses of the EPCIS 2.0 interface; things in an address are percent-encoded URIs."""

from django.urls import URLPattern, URLResolver, path

from traceability.epcis.rest import capturing, pages, querying, reading
from traceability.epcis.rest.openapi_view import openapi_view

app_name = "epcis_rest"
_QUERY = "epcis/queries/<str:query>"


def _collection(name: str) -> list[URLPattern]:
    told = {"collection": name}
    root = f"epcis/{name}"
    return [
        path(root, reading.things_view, told, name=name),
        path(f"{root}/<path:thing>/events", reading.thing_events_view, told),
        path(f"{root}/<path:thing>", reading.thing_view, told),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("epcis/", reading.root_view, name="root"),
    path("epcis", reading.root_view),
    path("epcis/openapi.json", openapi_view, name="openapi"),
    path("epcis/capture", capturing.capture_view, name="capture"),
    path("epcis/capture/<str:job>", capturing.job_view, name="job"),
    path("epcis/events", reading.events_view, name="events"),
    path("epcis/events/<path:event>", reading.event_view, name="event"),
    *(pattern for name in reading.COLLECTIONS for pattern in _collection(name)),
    path("epcis/queries", querying.queries_view, name="queries"),
    path(_QUERY, querying.query_view, name="query"),
    path(f"{_QUERY}/events", querying.query_events_view, name="query_events"),
    path(f"{_QUERY}/subscriptions", querying.subscriptions_view, name="subscriptions"),
    path(
        f"{_QUERY}/subscriptions/<str:subscription>",
        querying.subscription_view,
        name="subscription",
    ),
    path("epcis/nextPageToken/<path:token>", querying.token_view, name="token"),
    path("ban/khoa/", pages.key_list, name="keys"),
    path("ban/khoa/<int:key>/thu-hoi/", pages.revoke, name="revoke_key"),
]
