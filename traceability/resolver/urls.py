"""Printed addresses: ``/q/<code>`` and GS1 Digital Links."""

from django.urls import path, re_path, register_converter

from traceability.resolver import gs1_views, party_views, views
from traceability.resolver.compressed import CompressedLink
from traceability.resolver.core.anchors import PRIMARY_KEYS

register_converter(CompressedLink, "compressed_link")

app_name = "origin"
_KEY = "|".join(PRIMARY_KEYS)

urlpatterns = [
    path("q/", views.typed_page, name="typed"),
    re_path(r"^[qQ]/(?P<code>[^/]+)/bao/$", views.report_page, name="report"),
    re_path(r"^[qQ]/(?P<code>[^/]+)/pin/$", views.pin_page, name="pin"),
    re_path(r"^[qQ]/(?P<code>[^/]+)/?$", views.code_page, name="code"),
    re_path(rf"^q/(?:{_KEY})/.+$", gs1_views.page_of_link, name="page"),
    re_path(rf"^(?:{_KEY})/.*$", gs1_views.link_page, name="link"),
    path(".well-known/gs1resolver", gs1_views.description_file, name="description"),
    path(".well-known/linkset-context.jsonld", gs1_views.linkset_context, name="context"),
    path("ban/lien-ket/", party_views.links, name="links"),
    path("ban/lien-ket/<int:link>/xoa/", party_views.remove, name="remove_link"),
    path("ban/dong-goi/", party_views.packing, name="packing"),
    path("<compressed_link:plain>", gs1_views.compressed_page, name="compressed"),
    path("<compressed_link:plain>/", gs1_views.compressed_page, name="compressed_slashed"),
]
