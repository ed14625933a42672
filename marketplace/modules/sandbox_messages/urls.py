"""The demo's phones."""

from django.urls import path

from marketplace.modules.sandbox_messages.views import messages

urlpatterns = [path("sandbox/tin-nhan/", messages, name="sandbox-messages")]
