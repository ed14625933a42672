"""``/ban/so-tien/``."""

from django.urls import include, path

from payments.periods.views import seller

pages = [
    path("ban/so-tien/", seller.seller_statement, name="statement"),
    path("ban/so-tien/tep/", seller.seller_statement_file, name="file"),
]

urlpatterns = [path("", include((pages, "periods")))]
