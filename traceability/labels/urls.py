"""Addresses of the labels' pages."""

from django.urls import path

from traceability.labels import views

app_name = "labels"
_LOT = "ban/lo/<str:lot>/tem/"
urlpatterns = [
    path(_LOT, views.page, name="lot"),
    path(f"{_LOT}lam/", views.order, name="order"),
    path(f"{_LOT}mo/", views.activate, name="activate"),
    path(f"{_LOT}bo/", views.void, name="void"),
    path(f"{_LOT}ma.csv", views.codes, name="codes"),
    path(f"{_LOT}to/", views.sheets, name="sheets"),
    path(f"{_LOT}to/<int:sheet>.pdf", views.download, name="download"),
    path(f"{_LOT}to/<int:sheet>/lai/", views.remake, name="remake"),
]
