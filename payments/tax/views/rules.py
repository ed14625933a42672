"""Rates of withheld tax: what holds, from when, on what basis."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.tax.actions import add_tax_rule, end_tax_rule
from payments.tax.forms import EndForm, TaxRuleForm
from payments.tax.models import TaxRule
from payments.tax.queries import rates_on
from payments.views.staff import for_money_staff


@never_cache
@for_money_staff
def rules(request: HttpRequest, user: User) -> HttpResponse:
    """List the rates, and write new ones."""
    form = TaxRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(form, user):
        messages.success(request, _("Saved. It counts for sales from its first day on."))
        return redirect("tax_staff_rules")
    today = timezone.localdate()
    context = {
        "rules": TaxRule.objects.select_related("made_by").order_by("-valid_from", "tax_class"),
        "counting": {one.rule for one in rates_on(today).values()},
        "form": form,
        "today": today,
    }
    return render(request, "tax/staff_rules.html", context, status=422 if form.errors else 200)


@require_POST
@for_money_staff
def end(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let rates end on a day."""
    rule = get_object_or_404(TaxRule, pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day."))
        return redirect("tax_staff_rules")
    try:
        end_tax_rule(rule=rule, last_day=form.cleaned_data["last_day"], acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Saved."))
    return redirect("tax_staff_rules")


def _added(form: TaxRuleForm, user: User) -> bool:
    try:
        add_tax_rule(acting_user=user, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.title())
        return False
    return True
