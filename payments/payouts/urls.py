"""``/ban/chi-tra/``: what a seller gets from the platform."""

from django.urls import include, path

from payments.payouts.views import seller

pages = [path("ban/chi-tra/", seller.payouts, name="list")]

urlpatterns = [path("", include((pages, "payouts")))]
