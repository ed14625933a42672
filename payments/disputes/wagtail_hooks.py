"""The back office: disputes to read, and the pages that answer them."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from payments.disputes.views import staff
from payments.wagtail_hooks import DeskMenuItem


@hooks.register("register_admin_menu_item")
def disputes_item() -> MenuItem:
    """Offer the pages."""
    return DeskMenuItem(_("Disputes"), reverse("disputes_staff"), icon_name="warning", order=293)


@hooks.register("register_admin_urls")
def disputes_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/khieu-nai/``."""
    return [
        path("khieu-nai/", staff.all_disputes, name="disputes_staff"),
        path("khieu-nai/<int:pk>/", staff.dispute_page, name="disputes_staff_dispute"),
        path("khieu-nai/<int:pk>/ket-qua/", staff.end, name="disputes_staff_end"),
        path("khieu-nai/moi/<int:pk>/", staff.open_by_hand, name="disputes_staff_open"),
    ]
