"""The address of the form that puts a lot on sale."""

from django.urls import path

from marketplace.modules.lot_allocation.views import offer

urlpatterns = [path("ban/lo/<str:code>/dem-ban/", offer, name="lot-offer")]
