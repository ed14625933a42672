"""Addresses: a lot's records for other people's systems."""

from django.urls import URLPattern, URLResolver, path

from traceability.export import views

app_name = "origin_export"
_LOT = "ban/lo/<str:lot>/xuat/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_LOT, views.page, name="page"),
    path(f"{_LOT}ho-chieu.json", views.passport_json, name="json"),
    path(f"{_LOT}ho-chieu.pdf", views.passport_pdf, {"language": "vi"}, name="pdf"),
    path(f"{_LOT}passport.pdf", views.passport_pdf, {"language": "en"}, name="pdf-en"),
    path(f"{_LOT}epcis.jsonld", views.epcis, name="epcis"),
    path(f"{_LOT}gdst.json", views.gdst, name="gdst"),
    path(f"{_LOT}cong/<str:portal>/", views.submit, name="submit"),
    path(f"{_LOT}ho-so/<int:submission>/lai/", views.retry, name="retry"),
    path(f"{_LOT}ho-so/<int:submission>/tep", views.submission_file, name="file"),
]
