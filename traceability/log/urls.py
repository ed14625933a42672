"""Addresses: the signed, append-only log of events that anyone can check."""

from django.urls import URLPattern, URLResolver, path

from traceability.log import check_page, key_pages, views

app_name = "origin_log"

urlpatterns: list[URLPattern | URLResolver] = [
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/checkpoint/<int:size>", views.checkpoint_of, name="checkpoint_of"),
    path("log/tile/entries/<path:path>", views.entries, name="entries"),
    path("log/tile/<int:level>/<path:path>", views.tile, name="tile"),
    path("log/consistency/<int:old>/<int:new>", views.consistency, name="consistency"),
    path("log/proof/<path:event>", views.proof, name="proof"),
    path("log/keys.json", views.keys, name="keys"),
    path("log/lot/<str:code>.json", views.lot_bundle, name="bundle"),
    path("log/lot/<str:code>/passport.json", views.passport, name="passport"),
    path("log/event/<path:event>", views.event_bundle, name="event_bundle"),
    path("kiem-chung/", check_page.page, name="check"),
    path("ban/khoa-ky/", key_pages.page, name="signing_keys"),
    path("ban/khoa-ky/<int:party>/thay/", key_pages.rotate, name="rotate"),
    path("ban/khoa-ky/<int:party>/rieng/", key_pages.register, name="register"),
    path("ban/khoa-ky/<int:party>/khoa-lai/", key_pages.revoke, name="revoke"),
]
