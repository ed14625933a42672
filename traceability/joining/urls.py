"""``/ban/ben/moi/`` for a new party, ``/quan-tri/ben-moi/`` for staff."""

from django.urls import path

from traceability.joining import views

app_name = "origin_joining"

urlpatterns = [
    path("ban/ben/moi/", views.register, name="register"),
    path("ban/ben/kiem/", views.waiting, name="waiting"),
    path("ban/ben/kiem/<int:pk>/", views.confirm, name="confirm"),
]
