"""The monthly return for staff, and what was withheld for each seller."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.ledger.core.months import MonthError, month_of, previous_month, read_month
from payments.models import Payee
from payments.tax.actions import pay_month
from payments.tax.export import as_csv, as_xlsx, file_name, return_rows, statement_rows
from payments.tax.forms import PaymentForm
from payments.tax.models import TaxPayment, TaxRule, WithholdingLine
from payments.tax.queries import lines_of, month_return, taxpayer, unknown_sellers
from payments.views.staff import for_money_staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTHS_BACK = 12


@never_cache
@for_money_staff
def tax_desk(request: HttpRequest, _user: User) -> HttpResponse:
    """A month's return: seller by seller, when it is due, what stands in its way."""
    month = _month(request, default=previous_month(month_of(timezone.localdate())))
    context = {
        "due": month_return(month),
        "month": month,
        "months": _months(),
        "unknown": unknown_sellers(),
        "paid": TaxPayment.objects.filter(month=month).first(),
        "is_over": month < month_of(timezone.localdate()),
        "rules": TaxRule.objects.order_by("-valid_from", "tax_class"),
        "form": PaymentForm(),
    }
    return render(request, "tax/staff.html", context)


@require_safe
@for_money_staff
def return_file(request: HttpRequest, _user: User, ending: str) -> HttpResponse:
    """Hand out a month's return as CSV or XLSX."""
    month = _month(request, default=month_of(timezone.localdate()))
    rows = return_rows(month_return(month))
    name = file_name(f"{month:%Y-%m}", ending)
    if ending == "xlsx":
        return _file(as_xlsx(rows, title=f"{month:%m-%Y}"), name, XLSX)
    return _file(as_csv(rows), name, "text/csv; charset=utf-8")


@require_POST
@for_money_staff
def pay(request: HttpRequest, user: User) -> HttpResponse:
    """Write down that a month's tax was filed and paid."""
    month = _month(request, default=month_of(timezone.localdate()))
    form = PaymentForm(request.POST)
    back = redirect(f"{reverse('tax_staff')}?thang={month:%Y-%m}")
    if not form.is_valid():
        messages.error(request, _("Write the number of the payment."))
        return back
    try:
        pay_month(month=month, reference=form.cleaned_data["reference"], acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Written down."))
    return back


@never_cache
@login_required
@require_safe
def seller_tax(request: HttpRequest) -> HttpResponse:
    """What was withheld of a seller in a month, line by line."""
    payee = _own_payee(request)
    month = _month(request, default=month_of(timezone.localdate()))
    lines = list(lines_of(payee, month))
    if request.GET.get("tep") == "csv":
        name = file_name(f"{month:%Y-%m}", "csv", payee)
        return _file(as_csv(statement_rows(lines)), name, "text/csv; charset=utf-8")
    context = {
        "payee": payee,
        "payees": Payee.objects.filter(members=request.user.pk).order_by("name"),
        "month": month,
        "months": _months(),
        "lines": lines,
        "sums": _sums(lines),
        "now": taxpayer(payee, timezone.localdate()),
        "tab": "more",
    }
    return render(request, "tax/seller.html", context)


def _sums(lines: list[WithholdingLine]) -> dict[str, int]:
    return {
        "base": sum(one.base for one in lines),
        "vat": sum(one.vat for one in lines),
        "pit": sum(one.pit for one in lines),
        "tax": sum(one.vat + one.pit for one in lines),
    }


def _month(request: HttpRequest, *, default: date) -> date:
    try:
        return read_month(request.GET.get("thang", "") or request.POST.get("thang", ""))
    except MonthError:
        return default


def _months() -> list[date]:
    shown = [month_of(timezone.localdate())]
    while len(shown) <= MONTHS_BACK:
        shown.append(previous_month(shown[-1]))
    return shown


def _own_payee(request: HttpRequest) -> Payee:
    """Return the payee the address names, or the user's first; a stranger's does not exist."""
    if not isinstance(request.user, User):
        raise Http404
    named = request.GET.get("nguoi-nhan", "")
    mine = request.user.payees.order_by("name", "pk")
    payee = mine.filter(reference=named).first() if named else mine.first()
    if payee is None:
        raise Http404
    return payee


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
