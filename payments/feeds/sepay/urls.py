"""``/hook/sepay/<account>/``."""

from django.urls import path

from payments.feeds.sepay.feed import SepayFeed
from payments.webhooks import feed_webhook

urlpatterns = [
    path("hook/sepay/<uuid:account_id>/", feed_webhook(SepayFeed()), name="sepay-webhook")
]
