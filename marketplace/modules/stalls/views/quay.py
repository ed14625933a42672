"""The vendor's phone: keypad, code, received. A form and a reload; scripts only make it quicker.

A script asks with the header ``X-Quay-Part``: it gets the screen of one sale without the page, so
that the page stays and its loudspeaker stays unlocked.
"""

from collections.abc import Callable
from functools import wraps
from typing import Final
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.access import stalls_of
from marketplace.modules.stalls.errors import CashTooLateError
from marketplace.modules.stalls.listening import ticket_for
from marketplace.modules.stalls.models import BookLine, Language, Sale, Stall
from marketplace.modules.stalls.quay_form import SellForm, VoiceForm
from marketplace.modules.stalls.screens import (
    last_heard,
    sale_of,
    sale_screen,
    today_of,
    ways_to_pay,
)
from payments.actions import confirm_by_seller, start_attempt
from payments.errors import ChargeClosedError, PaymentRefusedError, ProviderUnreachableError

COOKIE: Final = "sap"
"""Which of several stalls this phone stands at."""

YEAR: Final = 365 * 24 * 3600
QUICK: Final = (10, 20, 50, 100, 200)
"""Thousands of đồng that one tap adds."""

View = Callable[..., HttpResponseBase]


def for_vendors(view: View) -> View:
    """Let in people who are signed in; a script is told to sign in again instead of a page."""
    page = login_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, **more: object) -> HttpResponseBase:
        if _is_script(request) and not request.user.is_authenticated:
            return HttpResponse(status=401)
        return page(request, **more)

    return never_cache(guarded)


def for_sales(view: View) -> View:
    """Give the view the sale that the address names, if the person sells at its stall."""

    @for_vendors
    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponseBase:
        sale = sale_of(person(request), pk)
        if sale is None:
            raise Http404
        _speak(request, sale.stall)
        return view(request, sale)

    return guarded


def person(request: HttpRequest) -> User:
    """Return who is signed in.

    Raises:
        Http404: nobody is.
    """
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@require_safe
@for_vendors
def quay(request: HttpRequest) -> HttpResponseBase:
    """Show the keypad of the stall this phone stands at; of several, ask which."""
    stalls = list(stalls_of(person(request)))
    stall = chosen_stall(request, stalls)
    if stall is None:
        return render(request, "stalls/quay_choose.html", {"stalls": stalls})
    _speak(request, stall)
    response = render(request, "stalls/quay.html", page_context(request, stall, stalls))
    if request.GET.get("sap"):
        response.set_cookie(COOKIE, str(stall.pk), max_age=YEAR, path=reverse("stalls:quay"))
    return response


@require_POST
@for_vendors
def sell(request: HttpRequest) -> HttpResponseBase:
    """Begin a sale: with a code to scan, or paid in cash. What was typed wrong is kept and said."""
    stalls = list(stalls_of(person(request)))
    stall = next((one for one in stalls if str(one.pk) == request.POST.get("sap")), None)
    if stall is None:
        raise Http404
    _speak(request, stall)
    form = SellForm(request.POST)
    if form.is_valid():
        try:
            return shown(request, _begun(request, stall, form))
        except DomainError as error:
            form.add_error(None, error.title())
    if _is_script(request):
        told = " ".join(str(one) for told in form.errors.values() for one in told)
        return HttpResponse(told, status=422, content_type="text/plain; charset=utf-8")
    context = {**page_context(request, stall, stalls), "form": form}
    return render(request, "stalls/quay.html", context, status=422)


@require_POST
@for_vendors
def set_voice(request: HttpRequest) -> HttpResponseBase:
    """Choose what the stall speaks, or that it is silent."""
    mine = stalls_of(person(request))
    stall = next((one for one in mine if str(one.pk) == request.POST.get("sap")), None)
    if stall is None:
        raise Http404
    form = VoiceForm(request.POST)
    if form.is_valid():
        actions.set_voice(stall=stall, acting_user=person(request), **form.cleaned_data)
    else:
        messages.error(request, " ".join(str(one) for one in form.errors["language"]))
    return redirect("stalls:quay")


@require_safe
@for_sales
def sale(request: HttpRequest, sale: Sale) -> HttpResponseBase:
    """Show a sale: its code, or what became of it."""
    if _is_script(request):
        return part(request, sale)
    stalls = list(stalls_of(person(request)))
    context = {**page_context(request, sale.stall, stalls), **screen_context(sale)}
    return render(request, "stalls/quay.html", context)


@require_POST
@for_sales
def way(request: HttpRequest, sale: Sale) -> HttpResponseBase:
    """Show a new code, or the code of the wallet that the customer has."""
    _offer(request, sale, request.POST.get("cach", ""))
    return shown(request, sale)


@require_POST
@for_sales
def cash(request: HttpRequest, sale: Sale) -> HttpResponseBase:
    """Write that the customer paid what was still due in cash.

    A phone that sends it later than it was (``ago``) is told when the sale was paid otherwise
    meanwhile: cash that was taken must not vanish from its list unsaid.
    """
    try:
        return _done(request, sale, lambda: _pay_in_cash(request, sale))
    except CashTooLateError as error:
        return HttpResponse(error.title(), status=409, content_type="text/plain; charset=utf-8")


@require_POST
@for_sales
def cancel(request: HttpRequest, sale: Sale) -> HttpResponseBase:
    """Give a sale up that nobody paid, and go back to the keypad."""
    try:
        actions.cancel_sale(sale=sale, acting_user=person(request))
    except DomainError as error:
        return _refused(request, sale, error)
    if _is_script(request):
        return HttpResponse(status=204)
    return redirect("stalls:quay")


@require_POST
@for_sales
def seen(request: HttpRequest, sale: Sale) -> HttpResponseBase:
    """The vendor has seen the money in her bank's app, where no bank tells us."""
    # Of a sale whose time is over nothing is due any more, and the money came all the same.
    rest = Money(sale.amount - sale.charge.facts.kept)
    user = person(request)
    return _done(
        request,
        sale,
        lambda: confirm_by_seller(charge=sale.charge, amount=rest, acting_user=user),
    )


def chosen_stall(request: HttpRequest, stalls: list[Stall]) -> Stall | None:
    """Return the stall that the address or the phone names; the only one when there is one."""
    if len(stalls) == 1:
        return stalls[0]
    named = request.GET.get("sap") or request.COOKIES.get(COOKIE, "")
    if request.GET.get("sap") == "chon":
        return None
    return next((one for one in stalls if str(one.pk) == named), None)


def page_context(request: HttpRequest, stall: Stall, stalls: list[Stall]) -> dict[str, object]:
    """Return what every page of a stall needs."""
    return {
        "stall": stall,
        "many": len(stalls) > 1,
        "today": today_of(stall),
        "heard": last_heard(stall),
        "ticket": ticket_for(request, stall, person(request)),
        "client_id": uuid4(),
        "quick": QUICK,
        "voices": Language.choices,
    }


def screen_context(sale: Sale) -> dict[str, object]:
    """Return what the screen of one sale needs."""
    sale.refresh_from_db(fields=["kind", "cancelled_at"])
    sale.charge.refresh_from_db()
    return {"stall": sale.stall, "shown": sale_screen(sale)}


def part(request: HttpRequest, sale: Sale) -> HttpResponse:
    """Return the screen of a sale without its page."""
    response = render(request, "stalls/_sale.html", screen_context(sale))
    response["X-Quay-Sale"] = str(sale.pk)
    patch_vary_headers(response, ["X-Quay-Part"])
    return response


def shown(request: HttpRequest, sale: Sale) -> HttpResponseBase:
    """Return the screen to a script, and lead everybody else to its page."""
    return part(request, sale) if _is_script(request) else redirect("stalls:sale", pk=sale.pk)


def _begun(request: HttpRequest, stall: Stall, form: SellForm) -> Sale:
    data, user = form.cleaned_data, person(request)
    if data["how"] == "cash":
        return actions.take_cash(
            stall=stall,
            amount=data["amount"],
            client_id=data["client_id"],
            note=data["note"],
            acting_user=user,
            taken_at=now() - data["ago"],
        )
    made = actions.start_sale(
        stall=stall,
        amount=data["amount"],
        client_id=data["client_id"],
        note=data["note"],
        acting_user=user,
    )
    _offer(request, made, "")
    return made


def _offer(request: HttpRequest, sale: Sale, code: str) -> None:
    """Ask for the code of a way to pay; of the first that fits when none is named.

    A way that says no leaves the sale: the screen offers the other ways and cash.
    """
    charge = sale.charge
    offered = dict(ways_to_pay(charge.payee, charge.rest))
    chosen = code if code in offered else next(iter(offered), "")
    if not chosen:
        return
    try:
        start_attempt(charge=charge, provider_code=chosen, acting_user=person(request))
    except (PaymentRefusedError, ProviderUnreachableError) as error:
        _tell(request, error)
    except ChargeClosedError:
        return  # paid or given up on the other phone meanwhile: the screen shows it


def _pay_in_cash(request: HttpRequest, sale: Sale) -> None:
    try:
        actions.pay_in_cash(sale=sale, acting_user=person(request))
    except ChargeClosedError as error:
        if "ago" in request.POST and not sale.lines.filter(kind=BookLine.Kind.CASH).exists():
            raise CashTooLateError(sale=sale.pk) from error
        raise


def _done(request: HttpRequest, sale: Sale, act: Callable[[], object]) -> HttpResponseBase:
    try:
        act()
    except CashTooLateError:
        raise
    except ChargeClosedError:
        return shown(request, sale)  # the other phone was quicker: the screen shows it
    except DomainError as error:
        return _refused(request, sale, error)
    return shown(request, sale)


def _refused(request: HttpRequest, sale: Sale, error: DomainError) -> HttpResponseBase:
    _tell(request, error)
    return shown(request, sale)


def _tell(request: HttpRequest, error: DomainError) -> None:
    messages.error(request, error.title())


def _speak(request: HttpRequest, stall: Stall) -> None:
    """Answer in the stall's language until this browser chose another."""
    if request.COOKIES.get("django_language") or request.GET.get("l"):
        return
    translation.activate(stall.language)
    request.LANGUAGE_CODE = stall.language


def _is_script(request: HttpRequest) -> bool:
    return "X-Quay-Part" in request.headers
