"""What this module adds to other pages."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import dong
from marketplace.kernel.slots import fill_slot
from payments.settlement.models import Bill


@fill_slot("money.links")
def open_bills(context: Mapping[str, object]) -> str:
    """The way from a seller's money to the bills they have not paid."""
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User):
        return ""
    bills = Bill.objects.filter(
        payee__members=user,
        charge__settled_at=None,
        charge__cancelled_at=None,
        charge__expired_at=None,
    ).select_related("charge")
    rows = (
        (
            reverse("payments:charge", args=[bill.charge.public_id]),
            _("Commission and tax of %(month)s") % {"month": f"{bill.month:%m/%Y}"},
            dong(bill.charge.rest.amount),
        )
        for bill in bills.order_by("month")
    )
    return format_html_join("", '<a class="btn btn-sm" href="{}">{}: {}</a>', rows)
