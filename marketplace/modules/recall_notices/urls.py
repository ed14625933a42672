"""The address of a buyer's notice."""

from django.urls import path

from marketplace.modules.recall_notices.views import notice_page

app_name = "recall_notices"
urlpatterns = [path("thu-hoi/tin/<str:token>/", notice_page, name="notice")]
