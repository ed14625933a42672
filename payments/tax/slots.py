"""What this module adds to other pages."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from marketplace.kernel.slots import fill_slot


@fill_slot("money.links")
def link_on_money_page(_context: Mapping[str, object]) -> str:
    """The way from a seller's money to what was withheld of it."""
    return format_html(
        '<a class="btn btn-2 btn-sm" href="{}">{}</a>', reverse("tax:seller"), _("Withheld tax")
    )
