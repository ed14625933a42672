"""The frame of the back office: the Modules page and what the main menu leaves out.

Every module brings its own pages by a ``wagtail_hooks.py`` of its own.
"""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from marketplace.modules.storefront.modules_page import PERMISSION, modules_page

UNUSED = {"documents", "images", "help"}
"""Wagtail's own libraries (the shop's photos are in ``marketplace.base.media``) and its guide."""


class ModulesMenuItem(MenuItem):
    """The Modules page, for those who may switch."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether this person may switch modules."""
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_admin_urls")
def admin_urls() -> Sequence[URLPattern]:
    """Mount the Modules page."""
    return [path("mo-dun/", modules_page, name="storefront_modules")]


@hooks.register("register_admin_menu_item")
def modules_menu_item() -> MenuItem:
    """Put the Modules page into the main menu."""
    url = reverse("storefront_modules")
    return ModulesMenuItem(_("Modules"), url, name="modules", icon_name="cogs", order=9000)


@hooks.register("construct_main_menu")
def leave_out_unused(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the entries out of the main menu that this shop has no use for."""
    items[:] = [item for item in items if item.name not in UNUSED]
