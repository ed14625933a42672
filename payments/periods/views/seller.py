"""A seller's statement, as a page and as a file."""

import csv
import io

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.base.accounts.models import User
from payments.models import Payee
from payments.periods.actions import months_to_show
from payments.periods.statement import csv_rows, statement
from payments.periods.views.months import chosen_month


@never_cache
@login_required
@require_safe
def seller_statement(request: HttpRequest) -> HttpResponse:
    """Opening balance, what moved, closing balance of a month."""
    payee, month = own_payee(request), chosen_month(request)
    shown = statement(payee, month, role=request.GET.get("tk", ""))
    context = {
        "shown": shown,
        "months": months_to_show(),
        "payees": _user(request).payees.order_by("name"),
        "tab": "more",
    }
    return render(request, "periods/statement.html", context)


@never_cache
@login_required
@require_safe
def seller_statement_file(request: HttpRequest) -> HttpResponse:
    """Hand out every line of the month as CSV, readable by spreadsheets."""
    payee, month = own_payee(request), chosen_month(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Day"), _("Movement"), _("Code"), _("Account"), _("Debit"), _("Credit")])
    writer.writerows(csv_rows(payee, month))
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="so-tien-{month:%Y-%m}.csv"'
    return answer


def own_payee(request: HttpRequest) -> Payee:
    """Return the payee the address names, or the user's first; a stranger's does not exist."""
    named = request.GET.get("nguoi-nhan", "")
    mine = _user(request).payees.order_by("name", "pk")
    payee = mine.filter(reference=named).first() if named else mine.first()
    if payee is None:
        raise Http404
    return payee


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
