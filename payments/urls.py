"""Pages about money."""

from django.urls import include, path

from payments.views import buyer, returning, seller
from payments.wallets.calls import wallet_call

buyer_pages = [
    path("tra/<slug:public_id>/", buyer.charge_page, name="charge"),
    path("tra/<slug:public_id>/ma/", buyer.new_code, name="new_code"),
    path("tra/<slug:public_id>/cach/", buyer.other_way, name="other_way"),
    path("tra/<slug:public_id>/ma.png", buyer.code_image, name="image"),
    path("tra/<slug:public_id>/thoi/", buyer.give_up, name="give_up"),
    path("tra/<slug:public_id>/ve/<int:attempt_pk>/", returning.came_back, name="came_back"),
]

seller_pages = [
    path("ban/tien/", seller.money_list, name="money"),
    path("ban/tien/tai-khoan/", seller.accounts, name="accounts"),
    path("ban/tien/<slug:public_id>/", seller.confirm, name="confirm"),
    path("ban/tien/<slug:public_id>/go/", seller.withdraw, name="withdraw"),
    path("ban/tien/<slug:public_id>/tra-lai/", seller.give_back, name="give_back"),
]

urlpatterns = [
    path("", include((buyer_pages + seller_pages, "payments"))),
    path("", include("payments.refunds.urls")),
    path("hook/<slug:provider>/<uuid:merchant_id>/<slug:name>/", wallet_call, name="wallet-call"),
]
