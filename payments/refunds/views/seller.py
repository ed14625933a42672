"""A seller asks for money to go back, and proves what went by their own transfer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import number
from marketplace.kernel.errors import DomainError
from payments.models import Charge
from payments.refunds.actions import request_refund, settle_by_hand, withdraw_refund
from payments.refunds.errors import RefundReasonError, RefundTooMuchError
from payments.refunds.forms import ProofForm, RefundForm
from payments.refunds.models import Refund
from payments.refunds.queries import refunds_of
from payments.sellers import charges_of

FIELD_OF_ERROR: dict[type[DomainError], str] = {
    RefundTooMuchError: "amount",
    RefundReasonError: "reason",
}


@never_cache
@login_required
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """How much of a charge goes back, and why."""
    user = _user(request)
    charge = get_object_or_404(charges_of(user), public_id=public_id)
    first = {"amount": number(max(0, charge.facts.returnable))}
    form = RefundForm(request.POST or None, initial=first, by_gateway=_has_gateway(charge))
    if request.method == "POST" and form.is_valid():
        refund = _asked(form, charge, user)
        if refund is not None:
            tell(request, refund)
            return redirect("refunds:refund", refund.public_id)
    context = {"charge": charge, "form": form, "can": _can(charge)}
    return render(request, "refunds/ask.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def refund_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One refund: where it stands, and the proof where the seller sends it."""
    user = _user(request)
    refund = get_object_or_404(refunds_of(user), public_id=public_id)
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settle_by_hand(
                refund=refund, reference=form.cleaned_data["reference"], acting_user=user
            )
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("Written down. The buyer sees it."))
            return redirect("payments:money")
    context = {"refund": refund, "form": form, "proves": proves(refund)}
    return render(request, "refunds/refund.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """The refund was a mistake, and nobody has sent the money."""
    user = _user(request)
    refund = get_object_or_404(refunds_of(user), public_id=public_id)
    try:
        withdraw_refund(refund=refund, acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
        return redirect("refunds:refund", refund.public_id)
    messages.success(request, _("Taken back. The price is what it was."))
    return redirect("payments:money")


def tell(request: HttpRequest, refund: Refund) -> None:
    """Say what happens next."""
    if refund.way == Refund.Way.GATEWAY:
        told = _("Asked for. The gateway gives the money back; this page says when it is done.")
    elif refund.way == Refund.Way.PAYOUT:
        told = _("Asked for. The money goes with the next payout.")
    else:
        told = _("Written down. Now send the money from your bank's app.")
    messages.success(request, told)


def proves(refund: Refund) -> bool:
    """Return whether the money goes back by a transfer that a person proves."""
    return refund.way == Refund.Way.BY_HAND and refund.state == Refund.State.REQUESTED


def _asked(form: RefundForm, charge: Charge, user: User) -> Refund | None:
    try:
        return request_refund(
            charge=charge,
            amount=form.cleaned_data["amount"],
            reason=form.cleaned_data["reason"],
            acting_user=user,
            choice=form.choice,
        )
    except DomainError as error:
        form.add_error(FIELD_OF_ERROR.get(type(error)), error.title())
        return None


def _can(charge: Charge) -> bool:
    facts = charge.facts
    return facts.returnable > 0 and (facts.is_closed or facts.kept >= facts.due)


def _has_gateway(charge: Charge) -> bool:
    return any(one.receipt.merchant_id is not None for one in charge.allocations.all())


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
