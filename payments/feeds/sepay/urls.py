"""``/hook/sepay/<account>/``."""

from django.urls import path

from payments.feeds.sepay.views import webhook

urlpatterns = [path("hook/sepay/<uuid:account_id>/", webhook, name="sepay-webhook")]
