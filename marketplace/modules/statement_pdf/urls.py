"""``/ban/so-tien/pdf/``."""

from django.urls import include, path

from marketplace.modules.statement_pdf import views

pages = [path("ban/so-tien/pdf/", views.pdf, name="pdf")]

urlpatterns = [path("", include((pages, "statement_pdf")))]
