"""The day book: what came by time and kind, the close, and money that goes back."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.base.words.formats import number
from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.access import signed_in, stall_from
from marketplace.modules.stalls.actions.book import day_totals
from marketplace.modules.stalls.daybook import day_book, last_day
from marketplace.modules.stalls.errors import DifferenceMovedError, GiveBackAllError
from marketplace.modules.stalls.forms import (
    CashForm,
    CloseForm,
    CorrectionForm,
    GiveBackForm,
    LineForm,
)
from marketplace.modules.stalls.models import BookLine, Sale, Stall
from marketplace.modules.stalls.stands import stand_of
from payments.models import Receipt
from payments.refunds.errors import RefundReasonError, RefundTooMuchError
from payments.refunds.models import Refund

HOME = "/quay/"
MOST_DIGITS = 12
FIRST_DAY = date(2000, 1, 1)
"""No book reaches further back, and a calendar has an end on this side, too."""

FIELD_OF_ERROR: dict[type[DomainError], str] = {
    GiveBackAllError: "amount",
    RefundTooMuchError: "amount",
    RefundReasonError: "reason",
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def book(request: HttpRequest) -> HttpResponse:
    """Show one day."""
    stall = stall_from(request, signed_in(request))
    return redirect(HOME) if stall is None else _page(request, stall)


@require_POST
@login_required
def close(request: HttpRequest) -> HttpResponse:
    """Close a day; a difference is shown first, and closed with it only when that is accepted."""
    stall = _stall(request)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, stall, close_form=form)
    drawer = actions.Drawer(
        counted=form.cleaned_data["counted"].amount,
        change=form.cleaned_data["change"].amount,
        note=form.cleaned_data["note"],
        difference=_whole(form.cleaned_data["accepted"]),
    )
    day = _day(request, stall)
    try:
        actions.close_day(stall=stall, day=day, drawer=drawer, acting_user=signed_in(request))
    except DifferenceMovedError:
        difference = drawer.counted - drawer.change - day_totals(stall, day).cash_in_drawer
        return _page(request, stall, close_form=form, difference=difference)
    except DomainError as error:
        form.add_error(None, error.title())
        return _page(request, stall, close_form=form)
    messages.success(request, _("The day is closed. Its total is on the way to your phone."))
    return redirect(_address(stall, day))


@require_POST
@login_required
def add_cash(request: HttpRequest) -> HttpResponse:
    """Write cash down that was taken without the keypad."""
    stall, form = _stall(request), CashForm(request.POST)
    if form.is_valid():
        try:
            actions.take_cash(
                stall=stall,
                amount=form.cleaned_data["amount"],
                note=form.cleaned_data["note"],
                client_id=form.cleaned_data["client_id"],
                acting_user=signed_in(request),
            )
        except DomainError as error:
            form.add_error(None, error.title())
    return _done_or(request, stall, form, "cash_form")


@require_POST
@login_required
def add_expense(request: HttpRequest) -> HttpResponse:
    """Write money down that was spent from the drawer."""
    stall, form = _stall(request), LineForm(request.POST)
    if form.is_valid():
        try:
            actions.add_line(
                stall=stall,
                kind=BookLine.Kind.EXPENSE,
                amount=form.cleaned_data["amount"],
                note=form.cleaned_data["note"],
                client_id=form.cleaned_data["client_id"],
                acting_user=signed_in(request),
            )
        except DomainError as error:
            form.add_error(None, error.title())
    return _done_or(request, stall, form, "line_form")


@require_POST
@login_required
def correct(request: HttpRequest) -> HttpResponse:
    """Write a line that corrects the cash; nothing is ever changed."""
    stall, form = _stall(request), CorrectionForm(request.POST)
    if form.is_valid():
        try:
            actions.add_line(
                stall=stall,
                kind=BookLine.Kind.CORRECTION,
                amount=form.signed,
                note=form.cleaned_data["note"],
                client_id=form.cleaned_data["client_id"],
                acting_user=signed_in(request),
            )
        except DomainError as error:
            form.add_error(None, error.title())
    return _done_or(request, stall, form, "correction_form")


@require_POST
@login_required
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that nobody asked for is this stall's."""
    stall = _stall(request)
    receipt = get_object_or_404(Receipt, pk=pk, payee=stall.payee_id)
    try:
        actions.claim_money(stall=stall, receipt=receipt, acting_user=signed_in(request))
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Written into this stall's book."))
    return redirect(_address(stall, _day(request, stall)))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """How much of a sale goes back, why, and how."""
    stall = _stall(request)
    sales = Sale.objects.select_related("charge__payee", "stall")
    sale = get_object_or_404(sales, pk=pk, stall=stall)
    form = GiveBackForm(request.POST or None, initial=_first(sale))
    if request.method == "POST" and form.is_valid():
        refund = _given_back(request, sale, form)
        if refund is not None:
            return _after(request, stall, refund)
    context = {"stall": stall, "sale": sale, "form": form, "back": _address(stall, None)}
    return render(request, "stalls/give_back.html", context, status=422 if form.errors else 200)


def _given_back(request: HttpRequest, sale: Sale, form: GiveBackForm) -> Refund | None:
    typed = form.cleaned_data
    wish = actions.GiveBack(
        amount=typed["amount"],
        reason=typed["reason"],
        in_cash=typed["how"] == "cash",
        key=typed["key"],
    )
    try:
        return actions.give_back(sale=sale, wish=wish, acting_user=signed_in(request))
    except DomainError as error:
        form.add_error(FIELD_OF_ERROR.get(type(error)), error.title())
        return None


def _after(request: HttpRequest, stall: Stall, refund: Refund) -> HttpResponse:
    """Lead on: to the proof where the vendor sends a transfer, else back to the book."""
    if refund.way == Refund.Way.BY_HAND and refund.is_open:
        messages.success(request, _("Written down. Now send the money from your bank's app."))
        return redirect("refunds:refund", refund.public_id)
    if refund.is_open:
        messages.success(request, _("The wallet is giving it back. The book shows it when done."))
    else:
        messages.success(request, _("Written down: given back."))
    return redirect(_address(stall, None))


def _first(sale: Sale) -> dict[str, object]:
    how = "cash" if sale.kind == Sale.Kind.CASH else "transfer"
    amount = number(max(0, sale.charge.facts.returnable))
    return {"amount": amount, "how": how, "key": uuid4()}


def _whole(text: str) -> int:
    """Return the difference that was accepted; 0, an even drawer, where none was."""
    digits = text.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(text) if is_number else 0


def _page(request: HttpRequest, stall: Stall, **bound: object) -> HttpResponse:
    day = _day(request, stall)
    shown = day_book(stall, day, every_line="du" in request.GET)
    has_errors = any(getattr(one, "errors", None) for one in bound.values())
    context = {
        "book": shown,
        "stall": stall,
        "close_form": CloseForm(),
        "cash_form": CashForm(),
        "line_form": LineForm(),
        "correction_form": CorrectionForm(),
        "stand_is_due": stand_of(stall).is_due,
        "home": f"{HOME}?sap={stall.pk}",
        **bound,
    }
    return render(request, "stalls/book.html", context, status=422 if has_errors else 200)


def _done_or(
    request: HttpRequest, stall: Stall, form: CashForm | LineForm | CorrectionForm, name: str
) -> HttpResponse:
    if form.errors:
        return _page(request, stall, **{name: form})
    messages.success(request, _("Written into the book."))
    return redirect(_address(stall, None))


def _stall(request: HttpRequest) -> Stall:
    stall = stall_from(request, signed_in(request))
    if stall is None:
        raise Http404
    return stall


def _day(request: HttpRequest, stall: Stall) -> date:
    """Return the day that is asked for, else the one that is open now."""
    text = request.POST.get("ngay") or request.GET.get("ngay") or ""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return last_day(stall)
    last = last_day(stall)
    reaches = FIRST_DAY <= asked <= max(last, timezone.localdate(now()))
    return asked if reaches else last


def _address(stall: Stall, day: date | None) -> str:
    asked = f"&ngay={day.isoformat()}" if day else ""
    return f"{reverse('stalls:book')}?sap={stall.pk}{asked}"
