"""The desk of staff for passports of many lots, below the back office."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from traceability.export import views
from traceability.lots.access import person


class PassportsMenuItem(MenuItem):
    """Shown to who may see lots."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the visitor may see lots of every party."""
        return bool(person(request).has_perm("lots.view_lot"))


@hooks.register("register_admin_urls")
def passport_urls() -> list[URLPattern]:
    """Mount the desk: ``/quan-tri/ho-chieu/``."""
    return [
        path("ho-chieu/", views.zips, name="export_zips"),
        path("ho-chieu/<int:job>.zip", views.zip_file, name="export_zip"),
    ]


@hooks.register("register_admin_menu_item")
def passport_item() -> MenuItem:
    """Offer the desk."""
    return PassportsMenuItem(
        _("Passports of many lots"), reverse("export_zips"), icon_name="download", order=296
    )
