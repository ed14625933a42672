"""Photos from the local folder. With a bucket or a front server their URLs never come here."""

from django.urls import path

from marketplace.base.media.views import show

urlpatterns = [path("media/<path:name>", show, name="media-file")]
