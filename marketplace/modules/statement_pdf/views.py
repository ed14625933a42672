"""The PDF, for the seller whose statement it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.kernel.clock import now
from marketplace.modules.statement_pdf.setting import statement_pdf
from payments.periods.views.months import chosen_month
from payments.periods.views.seller import own_payee
from traceability.press import PressError


@never_cache
@login_required
@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """Hand out the statement of a month; a stranger's does not exist."""
    payee, month = own_payee(request), chosen_month(request)
    try:
        content = statement_pdf(payee, month, now())
    except PressError:
        messages.error(request, _("The PDF could not be made. Take the CSV, or try again."))
        return redirect("periods:statement")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="so-tien-{month:%Y-%m}.pdf"'
    return answer
