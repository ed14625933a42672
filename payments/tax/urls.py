"""``/ban/thue/``."""

from django.urls import include, path

from payments.tax.views import returns

pages = [path("ban/thue/", returns.seller_tax, name="seller")]

urlpatterns = [path("", include((pages, "tax")))]
