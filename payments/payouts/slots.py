"""What payouts add to other pages: a way there from the seller's money."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.kernel.slots import fill_slot
from payments.models import Receipt


@fill_slot("money.links", order=10)
def link_on_money_page(context: Mapping[str, object]) -> str:
    """The way to what the platform holds; for sellers for whom it ever held something."""
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User):
        return ""
    held = Receipt.objects.filter(payee__members=user, merchant__isnull=False)
    if not held.filter(merchant__payee=None).exists():
        return ""
    return format_html(
        '<a class="btn btn-2 btn-sm" href="{}">{}</a>', reverse("payouts:list"), _("Paid out")
    )
