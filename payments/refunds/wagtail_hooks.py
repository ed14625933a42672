"""The back office: refunds to read, and staff's page about them."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from payments.refunds.models import Refund
from payments.refunds.views import staff
from payments.wagtail_hooks import DeskMenuItem, ReadOnlyPolicy, ReadOnlyViewSet


class RefundViewSet(ReadOnlyViewSet):
    """What went back, and what should."""

    model = Refund
    icon = "undo"
    menu_label = _("Refunds")
    url_prefix = "cac-khoan-hoan"
    list_display = ("refund_ref", "amount", "way", "state", "provider_ref", "created_at")
    list_filter = ("way", "state", "created_at")
    search_fields = ("refund_ref", "provider_ref")


register_permission_policy(Refund, ReadOnlyPolicy(Refund))


@hooks.register("register_admin_viewset")
def refunds_viewset() -> RefundViewSet:
    """Offer the list."""
    return RefundViewSet("payments_refunds")


@hooks.register("register_admin_menu_item")
def refunds_item() -> MenuItem:
    """Offer the page."""
    return DeskMenuItem(_("Refunds"), reverse("refunds_staff"), icon_name="undo", order=291)


@hooks.register("register_admin_urls")
def refunds_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/hoan-tien/``."""
    return [
        path("hoan-tien/", staff.refunds, name="refunds_staff"),
        path("hoan-tien/<int:pk>/", staff.refund_page, name="refunds_staff_refund"),
        path("hoan-tien/<int:pk>/xu-ly/", staff.decide, name="refunds_staff_decide"),
        path("hoan-tien/don/<slug:public_id>/", staff.ask_of_charge, name="refunds_staff_ask"),
        path("hoan-tien/tien/<int:pk>/", staff.ask_of_receipt, name="refunds_staff_ask_receipt"),
    ]
