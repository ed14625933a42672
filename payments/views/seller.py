"""A seller's pages about money: what came, what to confirm, where it goes."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import dong, number
from marketplace.kernel.errors import DomainError
from marketplace.kernel.ratelimit import allow
from payments import actions
from payments.errors import (
    AccountNumberError,
    AccountTakenError,
    AmountError,
    HolderNameError,
    PlatformHoldsError,
)
from payments.forms import AccountForm, ConfirmForm, ReturnForm, WithdrawForm
from payments.models import Charge, Payee, PayoutAccount, Receipt
from payments.sellers import charges_of, money_page
from payments.views.staff import undoable

MOST_PAGE_DIGITS = 4
PASSWORD_TRIES = 5
PASSWORD_WINDOW = timedelta(minutes=15)

FIELD_OF_ERROR: dict[type[DomainError], str] = {
    HolderNameError: "holder_name",
    AccountNumberError: "account_number",
    AccountTakenError: "account_number",
}


@never_cache
@login_required
def money_list(request: HttpRequest) -> HttpResponse:
    """Everything that should be paid to the signed-in seller."""
    here = _page_number(request.GET.get("trang", "1"))
    shown = money_page(_user(request), page=here)
    return render(
        request,
        "payments/seller_money.html",
        {"page": shown, "here": here, "tab": "more"},
    )


@never_cache
@login_required
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """The seller says that the money came."""
    charge = _own_charge(request, public_id)
    first = {"amount": number(charge.rest.amount)}
    form = ConfirmForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = actions.confirm_by_seller(
                charge=charge, amount=form.cleaned_data["amount"], acting_user=_user(request)
            )
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            _tell_confirmed(request, receipt)
            return redirect("payments:money")
    return render(request, "payments/seller_confirm.html", {"charge": charge, "form": form})


@never_cache
@login_required
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """The seller takes a mistaken confirmation back."""
    charge = _own_charge(request, public_id)
    receipt = _confirmed_receipt(charge)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_confirmation(
                receipt=receipt,
                acting_user=_user(request),
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("Taken back. The order waits for its money again."))
            return redirect("payments:money")
    context = {"charge": charge, "receipt": receipt, "form": form}
    return render(request, "payments/seller_withdraw.html", context)


@never_cache
@login_required
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """The seller has sent money back and proves it with the bank's reference."""
    charge = _own_charge(request, public_id)
    first = {"amount": number(charge.owed.amount)}
    form = ReturnForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_return(
                charge=charge,
                amount=form.cleaned_data["amount"],
                reference=form.cleaned_data["reference"],
                acting_user=_user(request),
            )
        except AmountError:
            owed = dong(charge.owed.amount)
            form.add_error("amount", _("At most %(owed)s is owed.") % {"owed": owed})
        except PlatformHoldsError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("Written down. The buyer sees it."))
            return redirect("payments:money")
    return render(request, "payments/seller_return.html", {"charge": charge, "form": form})


@never_cache
@login_required
def accounts(request: HttpRequest) -> HttpResponse:
    """Where the seller's money goes, and a new account."""
    user = _user(request)
    payee = _own_payee(user, request)
    existing = list(payee.payout_accounts.select_related("bank"))
    needs_password = any(account.active for account in existing)
    form = AccountForm(request.POST or None, needs_password=needs_password)
    if request.method == "POST" and form.is_valid():
        _check_password(form, user, needed=needs_password)
        if not form.errors and _add_account(form, payee, user):
            messages.success(request, _account_message(existing))
            return redirect("payments:accounts")
    context = {
        "payee": payee,
        "payees": user.payees.order_by("name"),
        "active": next((account for account in existing if account.active), None),
        "waiting": [account for account in existing if account.waits_for_check],
        "form": form,
        "tab": "more",
    }
    return render(request, "payments/seller_accounts.html", context)


def _page_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_PAGE_DIGITS
    return max(1, int(text)) if is_number else 1


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _own_charge(request: HttpRequest, public_id: str) -> Charge:
    """Return a charge of the user's own; a stranger learns nothing, not even that it exists."""
    charge = charges_of(_user(request)).filter(public_id=public_id).first()
    if charge is None:
        raise Http404
    return charge


def _own_payee(user: User, request: HttpRequest) -> Payee:
    """Return the payee the address names, or the user's first."""
    named = request.GET.get("nguoi-nhan", "")
    mine = user.payees.order_by("name")
    payee = mine.filter(reference=named).first() if named else mine.first()
    if payee is None:
        raise Http404
    return payee


def _confirmed_receipt(charge: Charge) -> Receipt:
    """Return what a person confirmed last for ``charge`` and was not taken back."""
    by_hand = [Receipt.Source.PERSON, Receipt.Source.CASH]
    paid = charge.allocations.filter(undo=None, receipt__source__in=by_hand)
    last = paid.select_related("receipt__payee").order_by("-pk").first()
    if last is None:
        raise Http404
    return last.receipt


def _tell_confirmed(request: HttpRequest, receipt: Receipt) -> None:
    if receipt.attention == Receipt.Attention.LATE:
        told = _("Written down. The order was given up already, so a person looks at this money.")
        messages.warning(request, told)
    else:
        messages.success(request, undoable(_("Confirmed.")))


def _check_password(form: AccountForm, user: User, *, needed: bool) -> None:
    if not needed:
        return
    if not allow(f"payout-password:{user.pk}", PASSWORD_TRIES, PASSWORD_WINDOW):
        form.add_error("password", _("Too many tries. Wait a quarter of an hour."))
    elif not user.check_password(form.cleaned_data.get("password", "")):
        form.add_error("password", _("The password is wrong."))


def _add_account(form: AccountForm, payee: Payee, user: User) -> PayoutAccount | None:
    typed = form.cleaned_data
    try:
        return actions.add_payout_account(
            payee=payee,
            bank_bin=typed["bank"].bin,
            account_number=typed["account_number"],
            holder_name=typed["holder_name"],
            acting_user=user,
        )
    except DomainError as error:
        form.add_error(FIELD_OF_ERROR.get(type(error)), error.title())
        return None


def _account_message(existing: list[PayoutAccount]) -> str:
    if any(account.active for account in existing):
        return _("Saved. We check the new account first; until then money goes to the old one.")
    return _("Saved. Buyers can pay into this account now.")
