"""The back office: the books."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from payments.periods.views import staff
from payments.wagtail_hooks import DeskMenuItem


@hooks.register("register_admin_menu_item")
def books_item() -> MenuItem:
    """Offer the books."""
    return DeskMenuItem(_("Books"), reverse("periods_staff_books"), icon_name="list-ul", order=295)


@hooks.register("register_admin_urls")
def books_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/so-sach/``."""
    return [
        path("so-sach/", staff.books, name="periods_staff_books"),
        path("so-sach/khoa/", staff.close, name="periods_staff_close"),
    ]
