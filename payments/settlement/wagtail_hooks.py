"""The back office: rules of commission."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from payments.settlement import views
from payments.wagtail_hooks import DeskMenuItem


@hooks.register("register_admin_menu_item")
def commission_item() -> MenuItem:
    """Offer the page."""
    url = reverse("settlement_staff")
    return DeskMenuItem(_("Commission"), url, icon_name="list-ul", order=294)


@hooks.register("register_admin_urls")
def commission_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/hoa-hong/``."""
    return [
        path("hoa-hong/", views.rules, name="settlement_staff"),
        path("hoa-hong/<int:pk>/het/", views.end, name="settlement_staff_end"),
    ]
