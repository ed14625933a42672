"""``/ban/khieu-nai/…``: what a seller sees of disputes."""

from django.urls import include, path

from payments.disputes.views import seller

pages = [path("ban/khieu-nai/<int:pk>/", seller.dispute_page, name="dispute")]

urlpatterns = [path("", include((pages, "disputes")))]
