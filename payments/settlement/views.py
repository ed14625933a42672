"""Staff's page of commission: what is taken, of whom, from when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.models import Payee
from payments.settlement.actions import add_rule, end_rule
from payments.settlement.forms import EndForm, RuleForm
from payments.settlement.models import CommissionRule
from payments.settlement.queries import rules_on, sellers_like
from payments.views.staff import for_money_staff


@never_cache
@for_money_staff
def rules(request: HttpRequest, user: User) -> HttpResponse:
    """List the rules, and write a new one."""
    payee = _payee(request)
    form = RuleForm(request.POST or None, payee=payee)
    if request.method == "POST" and form.is_valid():
        _add(form, payee, user)
        messages.success(request, _("Saved. It counts for sales from its first day on."))
        return redirect("settlement_staff")
    query = request.GET.get("q", "").strip()
    context = {
        "rules": rules_on(timezone.localdate()),
        "form": form,
        "payee": payee,
        "query": query,
        "found": sellers_like(query) if query else [],
        "categories": form.categories,
        "today": timezone.localdate(),
    }
    return render(request, "settlement/staff.html", context, status=422 if form.errors else 200)


@require_POST
@for_money_staff
def end(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let a rule end on a day."""
    rule = get_object_or_404(CommissionRule, pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day."))
        return redirect("settlement_staff")
    try:
        end_rule(rule=rule, last_day=form.cleaned_data["last_day"], acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Saved. Sales after that day are not counted by it."))
    return redirect("settlement_staff")


def _add(form: RuleForm, payee: Payee | None, user: User) -> None:
    typed = form.cleaned_data
    add_rule(
        terms=form.terms,
        valid_from=typed["valid_from"],
        valid_to=typed["valid_to"],
        reason=typed["reason"],
        payee=payee,
        payee_kind=typed.get("payee_kind", ""),
        category=typed.get("category", ""),
        acting_user=user,
    )


def _payee(request: HttpRequest) -> Payee | None:
    """Return whom the new rule is for, where the address names one."""
    named = request.GET.get("nguoi-ban", "")
    if not named.isascii() or not named.isdigit():
        return None
    sellers = Payee.objects.exclude(kind=Payee.Kind.PLATFORM)
    return get_object_or_404(sellers, pk=int(named[:18]))
