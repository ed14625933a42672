"""Addresses of the vendor's phone page, all under one path, which is the service worker's scope."""

from django.urls import path

from marketplace.modules.stalls.views import listen, quay

quay_pages = [
    path("quay/", quay.quay, name="quay"),
    path("quay/ban/", quay.sell, name="sell"),
    path("quay/ban/<int:pk>/", quay.sale, name="sale"),
    path("quay/ban/<int:pk>/cach/", quay.way, name="sale_way"),
    path("quay/ban/<int:pk>/tien-mat/", quay.cash, name="sale_cash"),
    path("quay/ban/<int:pk>/huy/", quay.cancel, name="sale_cancel"),
    path("quay/ban/<int:pk>/thay/", quay.seen, name="sale_seen"),
    path("quay/giong/", quay.set_voice, name="set_voice"),
    path("quay/nghe/", listen.listen, name="listen"),
    path("quay/tieng/<slug:language>/", listen.voice, name="voice"),
    path("quay/sw.js", listen.worker, name="worker"),
    path("quay/app.webmanifest", listen.app, name="app"),
]
