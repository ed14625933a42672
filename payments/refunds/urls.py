"""``/ban/tien/…``: a seller's pages about refunds."""

from django.urls import include, path

from payments.refunds.views import seller

pages = [
    path("ban/tien/<slug:public_id>/hoan/", seller.ask, name="ask"),
    path("ban/tien/hoan/<slug:public_id>/", seller.refund_page, name="refund"),
    path("ban/tien/hoan/<slug:public_id>/rut/", seller.withdraw, name="withdraw"),
]

urlpatterns = [path("", include((pages, "refunds")))]
