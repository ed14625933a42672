"""Staff's page about refunds: what is stuck, what sellers owe, what gateways are asked about."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import number
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import Money
from payments.models import Charge, Receipt
from payments.refunds.actions import (
    ask_about_refund,
    refuse_refund,
    request_refund,
    request_refund_of_receipt,
    settle_by_hand,
    withdraw_refund,
)
from payments.refunds.errors import BuyerAccountError
from payments.refunds.forms import ProofForm, StaffRefundForm
from payments.refunds.models import Refund
from payments.refunds.queries import refund_desk
from payments.refunds.views.seller import FIELD_OF_ERROR, proves, tell
from payments.views.staff import for_money_staff

FIELDS: dict[type[DomainError], str] = {**FIELD_OF_ERROR, BuyerAccountError: "to_account"}


@never_cache
@for_money_staff
def refunds(request: HttpRequest, _user: User) -> HttpResponse:
    """Every refund that somebody should know of."""
    return render(request, "refunds/staff_refunds.html", {"desk": refund_desk()})


@never_cache
@for_money_staff
def refund_page(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """One refund, with all that a person can do about it."""
    refund = _refund(pk)
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        settle_by_hand(refund=refund, reference=form.cleaned_data["reference"], acting_user=user)
        messages.success(request, _("Written down."))
        return redirect("refunds_staff")
    context = {
        "refund": refund,
        "form": form,
        "proves": proves(refund) or (refund.needs_a_person and bool(refund.held)),
    }
    return render(request, "refunds/staff_refund.html", context)


@require_POST
@for_money_staff
def decide(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Ask the gateway now, say that the money never went, or take the refund back."""
    refund = _refund(pk)
    match request.POST.get("what", ""):
        case "ask":
            ask_about_refund(refund=refund)
            messages.info(request, _("Asked again. The answer stands below."))
        case "never":
            reason = _("looked up by a person: it never went")
            refuse_refund(refund=refund, reason=reason, acting_user=user)
            messages.success(request, _("Let go. What is owed can be sent another way."))
        case "withdraw":
            withdraw_refund(refund=refund, acting_user=user)
            messages.success(request, _("Taken back. The price is what it was."))
    return redirect("refunds_staff_refund", refund.pk)


@never_cache
@for_money_staff
def ask_of_charge(request: HttpRequest, user: User, public_id: str) -> HttpResponse:
    """Have money of a charge go back."""
    charge = get_object_or_404(Charge.objects.select_related("payee"), public_id=public_id)
    most = Money(max(0, charge.facts.returnable), charge.currency)
    form = StaffRefundForm(
        request.POST or None, initial={"amount": number(charge.facts.owed or most.amount)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            refund = request_refund(
                charge=charge,
                amount=form.cleaned_data["amount"],
                reason=form.cleaned_data["reason"],
                acting_user=user,
                choice=form.choice,
            )
        except DomainError as error:
            form.add_error(FIELDS.get(type(error)), error.title())
        else:
            tell(request, refund)
            return redirect("refunds_staff_refund", refund.pk)
    context = {"charge": charge, "form": form, "most": most}
    return render(request, "refunds/staff_ask.html", context, status=422 if form.errors else 200)


@never_cache
@for_money_staff
def ask_of_receipt(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Have money that pays nothing go back."""
    receipt = get_object_or_404(Receipt.objects.select_related("payee"), pk=pk)
    most = Money(receipt.open_amount, receipt.currency)
    form = StaffRefundForm(request.POST or None, initial={"amount": number(most.amount)})
    if request.method == "POST" and form.is_valid():
        try:
            refund = request_refund_of_receipt(
                receipt=receipt,
                amount=form.cleaned_data["amount"],
                reason=form.cleaned_data["reason"],
                acting_user=user,
                choice=form.choice,
            )
        except DomainError as error:
            form.add_error(FIELDS.get(type(error)), error.title())
        else:
            tell(request, refund)
            return redirect("refunds_staff_refund", refund.pk)
    context = {"receipt": receipt, "form": form, "most": most}
    return render(request, "refunds/staff_ask.html", context, status=422 if form.errors else 200)


def _refund(pk: int) -> Refund:
    rows = Refund.objects.select_related(
        "charge__payee", "payment__payee", "payment__merchant", "attempt", "to_bank"
    )
    return get_object_or_404(rows, pk=pk)
