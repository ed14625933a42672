"""Addresses of the labels' pages."""

from django.urls import path

from traceability.labels import unit_views, views

app_name = "labels"
_LOT = "ban/lo/<str:lot>/tem/"
urlpatterns = [
    path(_LOT, views.page, name="lot"),
    path(f"{_LOT}lam/", views.order, name="order"),
    path(f"{_LOT}mo/", views.activate, name="activate"),
    path(f"{_LOT}bo/", views.void, name="void"),
    path(f"{_LOT}ma.csv", views.codes, name="codes"),
    path(f"{_LOT}in-lai/", views.reprint, name="reprint"),
    path(f"{_LOT}mau.png", views.preview, name="preview"),
    path(f"{_LOT}to/", views.jobs, name="jobs"),
    path(f"{_LOT}in/<int:job>/dung/", views.cancel, name="cancel"),
    path(f"{_LOT}in/<int:job>/tiep/", views.resume, name="resume"),
    path(f"{_LOT}to/<int:sheet>.<str:suffix>", views.download, name="download"),
    path(f"{_LOT}to/<int:sheet>/lai/", views.remake, name="remake"),
    path("ban/thung/", unit_views.unit_list, name="units"),
    path("ban/thung/moi/", unit_views.new, name="unit-new"),
    path("ban/thung/dong/", unit_views.fill, name="unit-fill"),
    path("ban/thung/gs1/", unit_views.prefix, name="unit-prefix"),
    path("ban/thung/<str:unit>/", unit_views.unit_page, name="unit"),
    path("ban/thung/<str:unit>/quet/", unit_views.change, name="unit-change"),
    path("ban/thung/<str:unit>/bo/", unit_views.empty, name="unit-empty"),
    path("ban/thung/<str:unit>/tem.pdf", unit_views.label, name="unit-label"),
]
