"""What this module adds to the pages of withheld tax."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from marketplace.kernel.slots import fill_slot


@fill_slot("tax.staff_pages")
def link_to_goods(_context: Mapping[str, object]) -> str:
    """The way to what goods are."""
    url = reverse("shop_tax_goods")
    return format_html('<a class="chip" href="{}">{}</a>', url, _("Goods"))
