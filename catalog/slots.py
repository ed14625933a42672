"""What the catalogue puts into other modules' pages."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalog.queries import seller_of
from marketplace.base.accounts.models import User
from marketplace.kernel.slots import fill_slot


@fill_slot("account.links")
def stall_link(context: Mapping[str, object]) -> str:
    """The way from a seller's account to their stall."""
    request = context.get("request")
    user = request.user if isinstance(request, HttpRequest) else None
    seller = seller_of(user) if isinstance(user, User) else None
    if seller is None:
        return ""
    link = '<a class="btn btn-block" href="{}">{}</a>'
    return format_html(link, reverse("catalog:stall"), _("To your stall"))
