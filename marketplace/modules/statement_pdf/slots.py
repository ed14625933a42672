"""What this module adds to the statement's page."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from marketplace.kernel.slots import fill_slot
from payments.models import Payee


@fill_slot("periods.files")
def pdf_button(context: Mapping[str, object]) -> str:
    """The way to the PDF of the month that is shown."""
    payee, month = context.get("payee"), context.get("month")
    if not isinstance(payee, Payee) or not isinstance(month, date):
        return ""
    asked = urlencode({"thang": f"{month:%Y-%m}", "nguoi-nhan": payee.reference})
    url = f"{reverse('statement_pdf:pdf')}?{asked}"
    return format_html('<a class="btn btn-2 btn-sm" href="{}">{}</a>', url, _("Download PDF"))
