"""Addresses: recalls from the first doubt to the report that closes them."""

from django.urls import path

from traceability.recall import reports, views

app_name = "origin_recall"
_CASE = "ban/thu-hoi/<str:number>/"

urlpatterns = [
    path("ban/thu-hoi/", views.case_list, name="list"),
    path("ban/thu-hoi/moi/", views.new_case, name="new"),
    path(_CASE, views.case_page, name="case"),
    path(f"{_CASE}pham-vi/", views.change_reach, name="reach"),
    path(f"{_CASE}lo/<int:row>/", views.change_lot, name="lot"),
    path(f"{_CASE}co-quan/", views.note_authority, name="authority"),
    path(f"{_CASE}quyet-dinh/", views.decide, name="decide"),
    path(f"{_CASE}dien-tap/", views.run_drill, name="drill"),
    path(f"{_CASE}da-bao/<int:row>/", views.receiver_told, name="told"),
    path(f"{_CASE}nhan-lai/", views.note_recovery, name="recovery"),
    path(f"{_CASE}dong/", views.close, name="close"),
    path(f"{_CASE}thoi/", views.drop, name="drop"),
    path(f"{_CASE}bao-cao.csv", reports.csv_report, name="csv"),
    path(f"{_CASE}bao-cao.pdf", reports.pdf_report, name="pdf"),
    path("thu-hoi/", views.public_list, name="public"),
    path("thu-hoi/<str:number>/", views.public_page, name="public_page"),
]
