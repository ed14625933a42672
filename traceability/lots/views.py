"""A party's own pages about its lots."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from traceability.lots import actions
from traceability.lots.access import for_deciders, for_members, for_parties, person
from traceability.lots.forms import LiftForm, LotForm, QuantityForm, RecallForm
from traceability.lots.hooks import lot_recall_wanted
from traceability.lots.models import Lot, LotState, SerialStatus, TradeItem
from traceability.lots.phones import shown
from traceability.lots.queries import label_counts, lot_for, lot_summary, lots_of
from traceability.lots.steps import FORM_STEPS, STEPS

PAGE = 30


@require_safe
@for_parties
def lot_list(request: HttpRequest) -> HttpResponse:
    """List the lots of the visitor's parties, newest first."""
    page = Paginator(lots_of(person(request)).distinct(), PAGE).get_page(request.GET.get("trang"))
    counts = label_counts(page.object_list)
    rows = [(lot, counts.get(lot.pk, {}).get(SerialStatus.ACTIVE, 0)) for lot in page]
    return render(request, "lots/list.html", {"page": page, "rows": rows, "tab": "log"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def new_lot(request: HttpRequest) -> HttpResponse:
    """Open a lot, and add its goods the first time."""
    user = person(request)
    form = LotForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        lot = _opened(form, request)
        if lot is not None:
            told = _("Lot %(code)s is open. Now make its labels.") % {"code": lot.code}
            messages.success(request, told)
            return redirect("lots:lot", lot=lot.link_code)
    status = 422 if form.errors else 200
    has_items = form.fields["item"].queryset.exists()  # type: ignore[attr-defined]
    context = {"form": form, "has_items": has_items, "tab": "log"}
    return render(request, "lots/new.html", context, status=status)


@require_safe
@for_members
def lot_page(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Show how a lot stands, and what can be done with it."""
    return render(request, "lots/lot.html", _lot_context(lot, QuantityForm()))


@require_safe
@for_members
def record_step(_request: HttpRequest, lot: Lot, step: str) -> HttpResponse:
    """Open the diary's form of a step for this lot."""
    if step not in FORM_STEPS:
        raise Http404
    query = urlencode({"ben": lot.item.party_id, "viec": step, "lo": lot.link_code})
    return redirect(f"{reverse('origin_journal:log')}?{query}#ghi")


@require_POST
@for_members
def change_quantity(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Correct the number of packs."""
    form = QuantityForm(request.POST)
    if form.is_valid():
        try:
            quantity = form.cleaned_data["quantity"]
            actions.set_quantity(lot=lot, quantity=quantity, acting_user=person(request))
        except DomainError as error:
            form.add_error("quantity", error.title())
        else:
            messages.success(request, _("The number of packs is changed."))
            return redirect("lots:lot", lot=lot.link_code)
    return render(request, "lots/lot.html", _lot_context(lot, form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@for_deciders
def recall(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Say what a recall does, ask once more, and do it."""
    if lot.state == LotState.RECALLED:
        return _back(request, lot)
    contact = lot.item.party.published_contact
    start = {"phone": shown(contact) if contact else ""}
    form = RecallForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        way_on = _recalled(form, lot, request)
        if way_on:
            return redirect(way_on)
    active = lot.serials.filter(status=SerialStatus.ACTIVE).count()
    context = {"form": form, "lot": lot, "active": active, "back": _back_url(request, lot)}
    return render(request, "lots/recall.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_deciders
def lift(request: HttpRequest, lot: Lot) -> HttpResponse:
    """End a recall."""
    if lot.state != LotState.RECALLED:
        return _back(request, lot)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.lift_recall(lot=lot, acting_user=person(request), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("The recall is over."))
            return _back(request, lot)
    context = {"form": form, "lot": lot, "back": _back_url(request, lot)}
    return render(request, "lots/lift.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest, lot: Lot) -> HttpResponse:
    return redirect(_back_url(request, lot))


def _back_url(request: HttpRequest, lot: Lot) -> str:
    """Return the lot's own page; for staff of no party, the page that buyers see."""
    is_member = lot_for(person(request), lot.link_code)
    return reverse("lots:lot" if is_member else "origin:code", args=[lot.link_code])


def _opened(form: LotForm, request: HttpRequest) -> Lot | None:
    """Open the lot (and add its goods) in one transaction; None when the form now has errors."""
    user, data = person(request), form.cleaned_data
    try:
        with transaction.atomic():
            item = data["item"] or _item(form, user)
            return actions.open_lot(item=item, draft=form.lot_draft(), acting_user=user)
    except DomainError as error:
        form.add_error("code", error.title())
    except ValidationError as error:
        _take_over(form, error, {"gtin14": "gtin", "names": "name"})
    return None


def _item(form: LotForm, user: User) -> TradeItem:
    """Return the goods that were typed: those of the same name and weight, or new ones."""
    party, draft = form.cleaned_data["party"], form.item_draft()
    same = party.items.filter(names__vi=draft.names["vi"], net_weight_grams=draft.net_weight_grams)
    return same.first() or actions.add_item(party=party, draft=draft, acting_user=user)


def _take_over(form: Form, error: ValidationError, names: dict[str, str]) -> None:
    """Show what a model refuses beside the field that was typed."""
    for name, sentences in error.message_dict.items():
        field = names.get(name, name)
        form.add_error(field if field in form.fields else None, sentences)


def _recalled(form: RecallForm, lot: Lot, request: HttpRequest) -> str:
    """Recall the lot, or begin its case, and return the page that goes on; empty for errors."""
    user = person(request)
    words = {name: form.cleaned_data[name] for name in ("reason", "scope", "guidance", "phone")}
    try:
        pages = lot_recall_wanted.send(lot, words, user)
        if not pages:
            actions.recall_lot(lot=lot, acting_user=user, **words)
    except DomainError as error:
        form.add_error(None, error.title())
        return ""
    lot.refresh_from_db()
    if lot.state == LotState.RECALLED:
        messages.success(request, _("The lot is recalled. Every page of it says so now."))
    return pages[0] if pages else _back_url(request, lot)


def _lot_context(lot: Lot, form: QuantityForm) -> dict[str, object]:
    counts = label_counts([lot]).get(lot.pk, {})
    return {
        "lot": lot,
        "summary": lot_summary(lot),
        "counts": counts,
        "labels": sum(counts.values()),
        "active": counts.get(SerialStatus.ACTIVE, 0),
        "unusual": lot.serials.filter(unusual_since__isnull=False).count(),
        "reports": lot.reports.exclude(state="closed").count(),
        "steps": [STEPS[code] for code in FORM_STEPS],
        "quantity_form": form,
        "tab": "log",
    }
