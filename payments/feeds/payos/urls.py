"""``/hook/payos/<account>/``."""

from django.urls import path

from payments.feeds.payos.feed import PayosFeed
from payments.webhooks import feed_webhook

urlpatterns = [
    path("hook/payos/<uuid:account_id>/", feed_webhook(PayosFeed()), name="payos-webhook")
]
