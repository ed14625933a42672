"""Staff's page: money that needs a person. Mounted below the back office, so staff only."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial, update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import number
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import Money
from payments import actions, conf
from payments.desk import NOBODY_KNOWS, Desk, ReceiptRow, desk, find_charges
from payments.forms import ReturnForm
from payments.models import Allocation, Charge, MatchProposal, PayoutAccount, Receipt

KINDS = (
    *("unknown", "late", "held", "amount", "failed"),
    *("short", "excess", "attempts", "feeds", "notices", "accounts"),
)
REASON_LENGTH = 200

P = ParamSpec("P")
StaffView = Callable[Concatenate[HttpRequest, User, P], HttpResponse]


def for_money_staff(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in who may sort money, and show what an action refuses as a message."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not user.has_perm("payments.change_receipt"):
            raise PermissionDenied
        try:
            return view(request, user, *args, **kwargs)
        except DomainError as error:
            messages.error(request, error.title())
            return redirect("payments_staff_money")

    update_wrapper(guarded, view)
    return guarded


@never_cache
@for_money_staff
def money(request: HttpRequest, _user: User) -> HttpResponse:
    """Everything that waits for a person, and a search for the order it belongs to."""
    chosen = request.GET.get("loai", "")
    query = request.GET.get("q", "")
    receipt = _open_receipt(request.GET.get("mo", ""))
    payee_id = receipt.payee_id if receipt else None
    kind = chosen if chosen in KINDS else ""
    everything = desk()
    context = {
        "desk": everything,
        "kind": kind,
        "rows": _rows_of(everything, kind),
        "query": query,
        "receipt": receipt,
        "found": find_charges(query, payee_id=payee_id),
    }
    return render(request, "payments/staff_money.html", context)


@require_POST
@for_money_staff
def match(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let the money pay the named charge."""
    receipt = get_object_or_404(Receipt, pk=pk)
    charge = get_object_or_404(Charge, public_id=request.POST.get("charge", ""))
    answer = actions.match_receipt(
        receipt=receipt,
        charge=charge,
        acting_user=user,
        amount=_share(receipt, charge, request),
        reason=request.POST.get("reason", "")[:REASON_LENGTH],
    )
    if isinstance(answer, MatchProposal):
        messages.info(
            request, _("Proposed. A second person has to agree, because it is much money.")
        )
    else:
        messages.success(request, undoable(_("Matched.")))
    return redirect("payments_staff_money")


@require_POST
@for_money_staff
def dismiss(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """The suggested charge is not the one."""
    receipt = get_object_or_404(Receipt, pk=pk)
    actions.dismiss_suggestion(receipt=receipt, acting_user=user)
    messages.success(request, _("Put aside. The money stays here until its owner is found."))
    return redirect("payments_staff_money")


@require_POST
@for_money_staff
def same(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """The bank's late word is of money that its seller confirmed."""
    receipt = get_object_or_404(Receipt, pk=pk)
    actions.same_as_confirmed(receipt=receipt, acting_user=user)
    messages.success(request, _("Counted once. The bank has confirmed what the seller said."))
    return redirect("payments_staff_money")


@require_POST
@for_money_staff
def undo(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Take a match by hand back."""
    allocation = get_object_or_404(Allocation, pk=pk)
    reason = request.POST.get("reason", "").strip()[:REASON_LENGTH]
    if not reason:
        messages.error(request, _("Say in a few words what went wrong."))
        return redirect("payments_staff_money")
    actions.unmatch(allocation=allocation, acting_user=user, reason=reason)
    messages.success(request, _("Taken back. The money is here again."))
    return redirect("payments_staff_money")


@require_POST
@for_money_staff
def cancel(request: HttpRequest, user: User, public_id: str) -> HttpResponse:
    """Give up a charge that stays short; what was paid must go back."""
    charge = get_object_or_404(Charge, public_id=public_id)
    actions.cancel_charge(charge=charge, reason="short for too long", acting_user=user)
    messages.success(request, _("Given up. The seller now owes the buyer what was paid."))
    return redirect("payments_staff_money")


@never_cache
@for_money_staff
def return_receipt(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Write down that unknown money was sent back."""
    receipt = get_object_or_404(Receipt.objects.select_related("payee"), pk=pk)
    context = {"receipt": receipt, "owed": Money(receipt.open_amount, receipt.currency)}
    return _return_page(
        request, context, partial(actions.record_return, receipt=receipt, acting_user=user)
    )


@never_cache
@for_money_staff
def return_charge(request: HttpRequest, user: User, public_id: str) -> HttpResponse:
    """Write down that a seller has sent back what was too much or cancelled."""
    charge = get_object_or_404(Charge.objects.select_related("payee"), public_id=public_id)
    context = {"charge": charge, "owed": charge.owed}
    return _return_page(
        request, context, partial(actions.record_return, charge=charge, acting_user=user)
    )


@require_POST
@for_money_staff
def check_account(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Put a changed bank account into use, or refuse it. Not by whoever typed it."""
    account = get_object_or_404(PayoutAccount, pk=pk)
    if account.created_by_id == user.pk:
        messages.error(request, _("Whoever typed the account cannot check it."))
    elif request.POST.get("answer") == "yes":
        actions.verify_payout_account(account=account, acting_user=user)
        messages.success(request, _("In use from now on."))
    else:
        actions.reject_payout_account(account=account, acting_user=user)
        messages.success(request, _("Refused. Money goes to the old account."))
    return redirect("payments_staff_money")


def _return_page(
    request: HttpRequest, context: Mapping[str, object], write_down: Callable[..., object]
) -> HttpResponse:
    """Show the form, or write down what it says; what cannot be is told beside what was typed."""
    owed = context["owed"]
    first = {"amount": number(owed.amount)} if isinstance(owed, Money) else {}
    form = ReturnForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            write_down(**form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("Written down."))
            return redirect("payments_staff_money")
    status = 422 if form.errors else 200
    return render(request, "payments/staff_return.html", {**context, "form": form}, status=status)


def undoable(done: str) -> str:
    """Return what was done, and how long it can be undone."""
    hours = conf.undo_within() // timedelta(hours=1)
    how_long = ngettext(
        "Can be undone for %(hours)s hour.", "Can be undone for %(hours)s hours.", hours
    )
    return f"{done} {how_long % {'hours': hours}}"


def _rows_of(everything: Desk, kind: str) -> Sequence[ReceiptRow]:
    """Return the money of a kind; all of it for no kind."""
    if not kind:
        return everything.receipts
    wanted = NOBODY_KNOWS if kind == "unknown" else (kind,)
    return [row for row in everything.receipts if row.receipt.attention in wanted]


def _open_receipt(text: str) -> Receipt | None:
    if not (text.isascii() and text.isdigit() and len(text) < 19):  # noqa: PLR2004
        return None
    return Receipt.objects.exclude(attention="").filter(pk=int(text)).first()


def _share(receipt: Receipt, charge: Charge, request: HttpRequest) -> Money | None:
    """Return only what the charge needs when staff splits one transfer; else all of it."""
    wants_rest = request.POST.get("share") == "rest"
    needs = min(charge.rest.amount, receipt.open_amount)
    return Money(needs, receipt.currency) if wants_rest and needs else None
