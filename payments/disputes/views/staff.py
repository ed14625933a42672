"""Staff's pages: what must be answered, by when, and how it ended."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import number
from marketplace.kernel.errors import DomainError
from payments.disputes.actions import close_dispute, open_dispute, send_evidence
from payments.disputes.forms import NoteForm, OpenForm
from payments.disputes.models import Dispute
from payments.disputes.queries import disputes, ended_disputes, open_disputes
from payments.models import Receipt
from payments.views.staff import for_money_staff

ENDS = {
    "won": Dispute.State.WON,
    "lost": Dispute.State.LOST,
    "withdrawn": Dispute.State.WITHDRAWN,
}
END_OF_DAY = time(23, 59)


@never_cache
@for_money_staff
def all_disputes(request: HttpRequest, _user: User) -> HttpResponse:
    """Every dispute, the most urgent first, and a way to find the payment of a new one."""
    reference = request.GET.get("q", "").strip()
    payments = Receipt.objects.filter(merchant__isnull=False, reference=reference)
    context = {
        "open": open_disputes(),
        "ended": ended_disputes(),
        "query": reference,
        "found": payments.select_related("merchant", "payee")[:10] if reference else [],
    }
    return render(request, "disputes/staff_disputes.html", context)


@never_cache
@for_money_staff
def dispute_page(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """One dispute: evidence, and that it was sent."""
    dispute = get_object_or_404(disputes(), pk=pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_evidence(dispute=dispute, text=form.cleaned_data["text"], acting_user=user)
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("Written down: the gateway was answered."))
            return redirect("disputes_staff_dispute", dispute.pk)
    notes = dispute.notes.select_related("made_by")
    context = {"dispute": dispute, "notes": notes, "form": form}
    status = 422 if form.errors else 200
    return render(request, "disputes/staff_dispute.html", context, status=status)


@require_POST
@for_money_staff
def end(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Say how a dispute ended."""
    dispute = get_object_or_404(disputes(), pk=pk)
    told = ENDS.get(request.POST.get("end", ""))
    if told is not None:
        try:
            close_dispute(dispute=dispute, end=told, acting_user=user)
        except DomainError as error:
            messages.error(request, error.title())
        else:
            messages.success(request, _("Written down."))
    return redirect("disputes_staff_dispute", dispute.pk)


@never_cache
@for_money_staff
def open_by_hand(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """A gateway told of a dispute by letter or on its page."""
    payment = get_object_or_404(
        Receipt.objects.select_related("merchant", "payee"), pk=pk, merchant__isnull=False
    )
    form = OpenForm(request.POST or None, initial={"amount": number(payment.amount)})
    if request.method == "POST" and form.is_valid():
        dispute = _opened(form, payment, user)
        if dispute is not None:
            messages.success(request, _("Written down. The money is held until it ends."))
            return redirect("disputes_staff_dispute", dispute.pk)
    context = {"payment": payment, "form": form}
    status = 422 if form.errors else 200
    return render(request, "disputes/staff_open.html", context, status=status)


def _opened(form: OpenForm, payment: Receipt, user: User) -> Dispute | None:
    typed = form.cleaned_data
    day = typed["due_on"]
    try:
        return open_dispute(
            payment=payment,
            dispute_ref=typed["dispute_ref"],
            amount=typed["amount"],
            reason=typed["reason"],
            due_at=timezone.make_aware(datetime.combine(day, END_OF_DAY)) if day else None,
            acting_user=user,
        )
    except DomainError as error:
        form.add_error("amount", error.title())
        return None
