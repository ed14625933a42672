"""The back office: differences."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from payments.reconciliation import views
from payments.wagtail_hooks import DeskMenuItem


@hooks.register("register_admin_menu_item")
def reconciliation_item() -> MenuItem:
    """Offer the page."""
    url = reverse("reconciliation_staff")
    return DeskMenuItem(_("Reconciliation"), url, icon_name="list-ul", order=293)


@hooks.register("register_admin_urls")
def reconciliation_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/doi-soat/``."""
    return [
        path("doi-soat/", views.differences, name="reconciliation_staff"),
        path("doi-soat/so-sanh/", views.run, name="reconciliation_staff_run"),
        path("doi-soat/<int:pk>/dong/", views.close, name="reconciliation_staff_close"),
        path("doi-soat/<int:pk>/xoa-so/", views.write_off_now, name="reconciliation_staff_off"),
        path("doi-soat/xoa-so/<int:pk>/", views.decide, name="reconciliation_staff_decide"),
    ]
