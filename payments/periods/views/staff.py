"""The books for staff: trial balance of a month, and closing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.ledger.models import MonthClose
from payments.ledger.queries import PLATFORM, trial_balance
from payments.periods.actions import blockers, close_month, is_untouched, months_to_show
from payments.periods.statement import account_rows
from payments.periods.views.months import chosen_month
from payments.views.staff import for_money_staff


@never_cache
@for_money_staff
def books(request: HttpRequest, _user: User) -> HttpResponse:
    """Show the shop's own books and the sum of the sellers' in one month."""
    month = chosen_month(request)
    closed = MonthClose.objects.filter(month=month).select_related("closed_by").first()
    context = {
        "month": month,
        "months": months_to_show(),
        "ours": account_rows(trial_balance(month, owner=PLATFORM)),
        "theirs": account_rows(trial_balance(month)),
        "closed": closed,
        "untouched": closed is not None and is_untouched(closed),
        "blockers": [] if closed else blockers(month),
    }
    return render(request, "periods/staff_books.html", context)


@require_POST
@for_money_staff
def close(request: HttpRequest, user: User) -> HttpResponse:
    """Close a month for good."""
    month = chosen_month(request)
    try:
        close_month(month=month, acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Closed. Corrections go into the open month from now on."))
    return redirect(f"{reverse('periods_staff_books')}?thang={month:%Y-%m}")
