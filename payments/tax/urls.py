"""``/ban/thue/``."""

from django.urls import include, path

from payments.tax import views

pages = [path("ban/thue/", views.seller_tax, name="seller")]

urlpatterns = [path("", include((pages, "tax")))]
