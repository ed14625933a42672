"""Pages of the catalogue: the shop's and the seller's."""

from django.urls import path

from catalog.views import shop

app_name = "catalog"
urlpatterns = [
    path("g/<slug:slug>/", shop.category, name="category"),
    path("tim/", shop.search_page, name="search"),
    path("p/<slug:slug>/", shop.product, name="product"),
    path("nguoi-ban/<slug:slug>/", shop.seller, name="seller"),
]
