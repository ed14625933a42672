"""Addresses: forms, files and sensors through which people write events."""

from django.urls import path

from traceability.journal import device_views, import_views, receiving, views

app_name = "origin_journal"
_DEVICE = "ban/thiet-bi/<uuid:device>/"
_IMPORT = "ban/nhat-ky/nhap/<uuid:key>/"
_ENTRY = "ban/nhat-ky/<uuid:entry>/"

urlpatterns = [
    path("ban/nhat-ky/", views.log, name="log"),
    path("ban/nhat-ky/gui/", views.send, name="send"),
    path("ban/nhat-ky/so/", views.diary, name="diary"),
    path("ban/nhat-ky/sw.js", views.worker, name="worker"),
    path("ban/nhat-ky/tieng/<uuid:voice>/", views.voice, name="voice"),
    path(f"{_ENTRY}sai/", views.wrong, name="wrong"),
    path(f"{_ENTRY}hoan-tac/", views.undo, name="undo"),
    path("ban/nhat-ky/nhap/", import_views.imports, name="imports"),
    path("ban/nhat-ky/nhap/mau/<str:step>.<str:kind>", import_views.template, name="template"),
    path(_IMPORT, import_views.import_page, name="import"),
    path(f"{_IMPORT}ghi/", import_views.start, name="import_start"),
    path(f"{_IMPORT}sai.csv", import_views.faulty, name="import_faulty"),
    path("origin/readings/", receiving.readings, name="readings"),
    path("ban/thiet-bi/", device_views.device_list, name="devices"),
    path(_DEVICE, device_views.device_page, name="device"),
    path(f"{_DEVICE}go/", device_views.remove, name="device_remove"),
    path(f"{_DEVICE}so-do.csv", device_views.readings_csv, name="device_csv"),
]
