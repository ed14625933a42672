"""Addresses of a party's own lots. A lot goes by its link code."""

from django.urls import path

from traceability.lots import views
from traceability.lots.family import family_page

app_name = "lots"
_LOT = "ban/lo/<str:lot>/"

urlpatterns = [
    path("ban/lo/", views.lot_list, name="list"),
    path("ban/lo/moi/", views.new_lot, name="new"),
    path(_LOT, views.lot_page, name="lot"),
    path(f"{_LOT}ghi/<str:step>/", views.record_step, name="record"),
    path(f"{_LOT}gia-pha/", family_page, name="family"),
    path(f"{_LOT}so-goi/", views.change_quantity, name="quantity"),
    path(f"{_LOT}thu-hoi/", views.recall, name="recall"),
    path(f"{_LOT}thu-hoi/xong/", views.lift, name="lift"),
]
