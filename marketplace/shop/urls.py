"""The shop's addresses (``ui/DESIGN.md`` 5)."""

from django.urls import path

from marketplace.shop.views import basket, checkout, orders, policies, selling

app_name = "shop"
urlpatterns = [
    path("gio/", basket.show, name="basket"),
    path("gio/them/", basket.add, name="basket-add"),
    path("gio/dong/<int:line_id>/", basket.change, name="basket-line"),
    path("gio/dong/<int:line_id>/bo/", basket.remove, name="basket-remove"),
    path("dat/", checkout.checkout, name="checkout"),
    path("dat/tong/", checkout.totals, name="checkout-totals"),
    path("don/", orders.look_up, name="lookup"),
    path("t/<str:number>/", orders.pay, name="pay"),
    path("t/<str:number>/<str:key>/", orders.show, name="order"),
    path("t/<str:number>/<str:key>/nhan/<int:parcel_id>/", orders.received, name="order-received"),
    path("t/<str:number>/<str:key>/doi/", orders.new_link, name="order-new-link"),
    path("ban/don/", selling.parcels, name="parcels"),
    path("ban/don/<int:parcel_id>/", selling.parcel, name="parcel"),
    path("ban/don/<int:parcel_id>/buoc/", selling.parcel_step, name="parcel-step"),
    path("chinh-sach/<str:kind>/", policies.current, name="policy"),
    path("chinh-sach/<str:kind>/<int:version>/", policies.version, name="policy-version"),
]
