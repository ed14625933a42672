"""Printed addresses: ``/q/<code>`` and GS1 Digital Links of goods."""

from django.urls import path, re_path

from traceability.resolver import views

app_name = "origin"

urlpatterns = [
    path("q/", views.typed_page, name="typed"),
    re_path(r"^[qQ]/(?P<code>[^/]+)/bao/$", views.report_page, name="report"),
    re_path(r"^[qQ]/(?P<code>[^/]+)/?$", views.code_page, name="code"),
    re_path(r"^01/.+$", views.link_page, name="link"),
]
