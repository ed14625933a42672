"""Who sellers are to the tax office: one by one, or many at once."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.models import Payee
from payments.tax.actions import end_declaration, keep_declaration, place_sellers, set_taxpayer
from payments.tax.forms import DeclarationForm, EndForm, PlacingForm, TaxpayerForm
from payments.tax.models import OwnProduceDeclaration
from payments.tax.queries import (
    Taxpayer,
    first_sale_of,
    has_declared,
    sellers,
    taxpayer,
    unknown_sellers,
)
from payments.views.staff import for_money_staff

PAGE = 50
ALL = "tat-ca"


@never_cache
@for_money_staff
def sellers_page(request: HttpRequest, user: User) -> HttpResponse:
    """List sellers, first those nobody has placed, and place many at once."""
    form = PlacingForm(request.POST or None)
    chosen = _chosen(request)
    if request.method == "POST" and form.is_valid():
        if chosen:
            _place(request, form, chosen, user)
            return redirect(request.get_full_path())
        form.add_error(None, _("Tick the sellers this is about."))
    unknown = unknown_sellers()
    everybody, query = request.GET.get("loai") == ALL, request.GET.get("q", "").strip()
    listed = list(unknown) if not (everybody or query) else sellers(query)
    page = Paginator(listed, PAGE).get_page(request.GET.get("trang", "1"))
    context = {
        "page": page,
        "rows": _rows(list(page.object_list)),
        "unknown_count": len(unknown),
        "everybody": everybody or bool(query),
        "query": query,
        "form": form,
        "chosen": {one.pk for one in chosen},
    }
    return render(request, "tax/staff_sellers.html", context, status=422 if form.errors else 200)


@never_cache
@for_money_staff
def payee_page(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Say who a seller is to the tax office, and keep their declaration."""
    payee = get_object_or_404(Payee, pk=pk)
    declares = "produce" in request.POST
    first = {"valid_from": first_sale_of(payee)}
    form = TaxpayerForm(None if declares else request.POST or None, initial=first)
    declaration = DeclarationForm(request.POST if declares else None)
    if request.method == "POST" and _saved(declaration if declares else form, payee, user):
        messages.success(request, _("Saved."))
        return redirect("tax_staff_payee" if declares else "tax_staff", *([pk] if declares else []))
    today = timezone.localdate()
    context = {
        "payee": payee,
        "form": form,
        "declaration": declaration,
        "declarations": payee.own_produce.select_related("kept_by"),
        "now": taxpayer(payee, today),
        "declared": has_declared(payee, today),
        "history": payee.tax_statuses.select_related("made_by"),
        "today": today,
    }
    status = 422 if form.errors or declaration.errors else 200
    return render(request, "tax/staff_payee.html", context, status=status)


@require_POST
@for_money_staff
def end(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let a declaration end: from the next day on the highest rates count."""
    declaration = get_object_or_404(OwnProduceDeclaration, pk=pk)
    form = EndForm(request.POST)
    back = redirect("tax_staff_payee", declaration.payee_id)
    if not form.is_valid():
        messages.error(request, _("Choose a day."))
        return back
    try:
        day = form.cleaned_data["last_day"]
        end_declaration(declaration=declaration, last_day=day, acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Saved. After that day the highest rates count."))
    return back


def _chosen(request: HttpRequest) -> Sequence[Payee]:
    numbers = [int(one) for one in request.POST.getlist("nguoi-ban") if one.isdecimal()]
    return list(sellers().filter(pk__in=numbers[:PAGE])) if numbers else []


def _rows(payees: Sequence[Payee]) -> list[tuple[Payee, Taxpayer]]:
    today = timezone.localdate()
    return [(one, taxpayer(one, today)) for one in payees]


def _place(request: HttpRequest, form: PlacingForm, chosen: Sequence[Payee], user: User) -> None:
    refused = place_sellers(payees=chosen, acting_user=user, **form.cleaned_data)
    done = len(chosen) - len(refused)
    if done:
        told = ngettext("%(count)s seller placed.", "%(count)s sellers placed.", done)
        messages.success(request, told % {"count": done})
    if refused:
        names = {"names": ", ".join(one.name for one in refused)}
        messages.error(request, _("First keep the declaration of: %(names)s") % names)


def _saved(form: TaxpayerForm | DeclarationForm, payee: Payee, user: User) -> bool:
    if not form.is_valid():
        return False
    act = set_taxpayer if isinstance(form, TaxpayerForm) else keep_declaration
    try:
        act(payee=payee, acting_user=user, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.title())
        return False
    return True
