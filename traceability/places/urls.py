"""Addresses of a party's places. A place goes by its UUID."""

from django.urls import path

from traceability.places import code_views, season_views, views

app_name = "own_places"
_PLACE = "ban/noi/<uuid:place>/"
_PARTY = "ban/noi/ben/<int:party>/"

urlpatterns = [
    path("ban/noi/", views.place_list, name="list"),
    path("ban/noi/moi/", views.new_place, name="new"),
    path(_PLACE, views.place_page, name="place"),
    path(f"{_PLACE}sua/", views.edit_place, name="edit"),
    path(f"{_PLACE}ranh/", views.edit_outline, name="outline"),
    path(f"{_PLACE}vu/moi/", season_views.new_season, name="season_new"),
    path(f"{_PLACE}vu/<uuid:season>/", season_views.edit_season, name="season"),
    path(f"{_PLACE}ma/moi/", code_views.new_place_code, name="place_code_new"),
    path(f"{_PLACE}ma/<int:code>/", code_views.place_code, name="place_code"),
    path(_PARTY, views.party_page, name="party"),
    path(f"{_PARTY}ma/moi/", code_views.new_party_code, name="party_code_new"),
    path(f"{_PARTY}ma/<int:code>/", code_views.party_code, name="party_code"),
]
