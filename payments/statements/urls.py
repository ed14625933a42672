"""``/ban/sao-ke/``."""

from django.urls import include, path

from payments.statements import views

pages = [
    path("ban/sao-ke/", views.statements, name="list"),
    path("ban/sao-ke/<int:pk>/", views.statement_file, name="file"),
]

urlpatterns = [path("", include((pages, "statements")))]
