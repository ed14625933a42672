"""Addresses: what is missing in a lot, what was found, a party's certificates."""

from django.urls import path

from traceability.rules import views

app_name = "origin_rules"
_LOT = "ban/lo/<str:lot>/thieu-gi/"

urlpatterns = [
    path("ban/noi/giay/", views.certificates, name="certificates"),
    path("ban/noi/giay/moi/", views.new_certificate, name="certificate_new"),
    path(_LOT, views.gaps_page, name="gaps"),
    path(f"{_LOT}hang/", views.goods, name="goods"),
    path(f"{_LOT}<uuid:finding>/", views.explain, name="explain"),
]
