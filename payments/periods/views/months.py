"""The month a page is about, out of its address."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from payments.ledger.core.months import MonthError, month_of, read_month


def chosen_month(request: HttpRequest) -> date:
    """Return the month named by ``?thang=YYYY-MM``, or this one."""
    try:
        return read_month(request.GET.get("thang", "") or request.POST.get("thang", ""))
    except MonthError:
        return month_of(timezone.localdate())
