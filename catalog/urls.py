"""Pages of the catalogue: the shop's and the seller's."""

from django.urls import path

from catalog.views import sell, shop, stall

app_name = "catalog"
urlpatterns = [
    path("g/<slug:slug>/", shop.category, name="category"),
    path("tim/", shop.search_page, name="search"),
    path("p/<slug:slug>/", shop.product, name="product"),
    path("nguoi-ban/<slug:slug>/", shop.seller, name="seller"),
    path("ban/", stall.home, name="stall"),
    path("ban/gui-duyet/", stall.submit, name="submit"),
    path("ban/hang/", stall.goods, name="goods"),
    path("ban/hang/moi/", sell.new, name="sell"),
    path("ban/hang/anh/", sell.photos, name="photos"),
    path("ban/hang/xem-gia/", sell.price_preview, name="price_preview"),
    path("ban/hang/<int:pk>/sua/", sell.edit, name="edit"),
    path("ban/hang/<int:pk>/kho/", stall.stock, name="stock"),
    path("ban/hang/<int:pk>/gia/", stall.price, name="price"),
    path("ban/hang/<int:pk>/ngung/", stall.withdraw, name="withdraw"),
    path("ban/hang/<int:pk>/ban-lai/", stall.publish, name="publish"),
]
