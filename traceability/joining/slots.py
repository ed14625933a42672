"""The way in, from one's own account."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.kernel.slots import fill_slot
from traceability.lots.queries import parties_of


@fill_slot("account.links", order=10)
def origin_link(context: Mapping[str, object]) -> str:
    """To one's lots, or to registering the party whose lots they will be."""
    request = context.get("request")
    user = request.user if isinstance(request, HttpRequest) else None
    if not isinstance(user, User):
        return ""
    link = '<a class="btn btn-2 btn-block" href="{}">{}</a>'
    if parties_of(user).exists():
        return format_html(link, reverse("lots:list"), _("Your lots and labels"))
    return format_html(
        link, reverse("origin_joining:register"), _("Make origin labels for your goods")
    )
