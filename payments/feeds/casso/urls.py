"""``/hook/casso/<account>/``."""

from django.urls import path

from payments.feeds.casso.feed import CassoFeed
from payments.webhooks import feed_webhook

urlpatterns = [
    path("hook/casso/<uuid:account_id>/", feed_webhook(CassoFeed()), name="casso-webhook")
]
