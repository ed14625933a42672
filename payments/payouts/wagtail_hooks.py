"""The back office: payouts to read, and the pages that make them."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from payments.payouts.models import Payout
from payments.payouts.views import staff
from payments.wagtail_hooks import DeskMenuItem, ReadOnlyPolicy, ReadOnlyViewSet


class PayoutViewSet(ReadOnlyViewSet):
    """What went out, and what should."""

    model = Payout
    icon = "upload"
    menu_label = _("Payouts")
    url_prefix = "cac-khoan-chi"
    list_display = ("code", "payee", "amount", "purpose", "state", "created_at")
    list_filter = ("purpose", "state", "created_at")
    search_fields = ("code", "reference", "account_number")
    list_select_related = ("payee",)


register_permission_policy(Payout, ReadOnlyPolicy(Payout))


@hooks.register("register_admin_viewset")
def payouts_viewset() -> PayoutViewSet:
    """Offer the list."""
    return PayoutViewSet("payments_payouts")


@hooks.register("register_admin_menu_item")
def payouts_item() -> MenuItem:
    """Offer the pages."""
    return DeskMenuItem(_("Payouts"), reverse("payouts_staff"), icon_name="upload", order=292)


@hooks.register("register_admin_urls")
def payouts_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/chi-tien/``."""
    return [
        path("chi-tien/", staff.payouts, name="payouts_staff"),
        path("chi-tien/de-xuat/", staff.propose_all, name="payouts_staff_all"),
        path("chi-tien/de-xuat/<int:pk>/", staff.propose, name="payouts_staff_propose"),
        path("chi-tien/hoan/<int:pk>/", staff.propose_refund, name="payouts_staff_refund"),
        path("chi-tien/<int:pk>/duyet/", staff.decide, name="payouts_staff_decide"),
        path("chi-tien/<int:pk>/ket-qua/", staff.end, name="payouts_staff_end"),
        path("chi-tien/tep/", staff.make_file, name="payouts_staff_make"),
        path("chi-tien/tep/<int:pk>/", staff.file_page, name="payouts_staff_file"),
        path("chi-tien/tep/<int:pk>/tai/", staff.download, name="payouts_staff_download"),
    ]
