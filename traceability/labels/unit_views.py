"""Cases and pallets: the list, one unit, its label."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from marketplace.kernel.errors import DomainError
from traceability.labels import unit_actions
from traceability.labels.core.unit_label import unit_labels_pdf
from traceability.labels.models import LogisticUnit, UnitKind, UnitPack
from traceability.labels.unit_forms import FillForm, NewUnitsForm, PrefixForm, ScanForm
from traceability.labels.unit_queries import Scanned, summary_of, units_of
from traceability.labels.unit_words import label_of_unit
from traceability.lots.access import for_parties, person
from traceability.press import PressError

A_PAGE = 40
PACKS_SHOWN = 60


def for_own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the unit that the address names; others hear that there is none."""

    @for_parties
    @wraps(view)
    def guarded(request: HttpRequest, unit: str, **more: str) -> HttpResponseBase:
        found = get_object_or_404(units_of(person(request)), code=unit)
        return view(request, found, **more)

    return guarded


@require_safe
@for_parties
def unit_list(request: HttpRequest) -> HttpResponse:
    """List cases and pallets, with forms to make and fill them."""
    return _listed(request)


@require_POST
@for_parties
def new(request: HttpRequest) -> HttpResponse:
    """Make empty cases or pallets."""
    form = NewUnitsForm(person(request), request.POST, prefix="new")
    if form.is_valid():
        try:
            units = unit_actions.new_units(**form.cleaned_data, acting_user=person(request))
        except DomainError as error:
            form.add_error("count", error.title())
        else:
            return _made(request, units)
    return _listed(request, new=form)


@require_POST
@for_parties
def fill(request: HttpRequest) -> HttpResponse:
    """Put packs in a row into new cases."""
    form = FillForm(person(request), request.POST, prefix="fill")
    if form.is_valid():
        try:
            cases = unit_actions.fill_cases(
                serials=form.cleaned_data["serials"],
                per_case=form.cleaned_data["per_case"],
                acting_user=person(request),
            )
        except DomainError as error:
            form.add_error("last", error.title())
        else:
            return _made(request, cases)
    return _listed(request, fill=form)


@require_POST
@for_parties
def prefix(request: HttpRequest) -> HttpResponse:
    """Write down a party's GS1 prefix."""
    form = PrefixForm(person(request), request.POST, prefix="gs1")
    if form.is_valid():
        try:
            unit_actions.set_prefix(
                party=form.cleaned_data["party"],
                prefix=form.cleaned_data["gs1_prefix"],
                extension=form.cleaned_data["extension"],
                acting_user=person(request),
            )
        except DomainError as error:
            form.add_error("gs1_prefix", error.title())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("New cases and pallets get an SSCC from now on."))
            return redirect("labels:units")
    return _listed(request, gs1=form)


@require_safe
@for_own
def unit_page(request: HttpRequest, unit: LogisticUnit) -> HttpResponse:
    """Show what is in a unit, with a field to scan into."""
    return _shown(request, unit, ScanForm(unit))


@require_POST
@for_own
def change(request: HttpRequest, unit: LogisticUnit) -> HttpResponse:
    """Put in, take out or move in what was scanned."""
    form = ScanForm(unit, request.POST)
    verb = request.POST.get("do", "in")
    if form.is_valid():
        try:
            count = _changed(request, unit, form.cleaned_data["scans"], verb)
        except DomainError as error:
            form.add_error("scans", error.title())
        else:
            told = (
                ngettext("%(count)s taken out.", "%(count)s taken out.", count)
                if verb == "out"
                else ngettext("%(count)s put in.", "%(count)s put in.", count)
            )
            messages.success(request, told % {"count": count})
            return redirect("labels:unit", unit=unit.code)
    return _shown(request, unit, form, status=422)


@require_POST
@for_own
def empty(request: HttpRequest, unit: LogisticUnit) -> HttpResponse:
    """Take everything out for good."""
    try:
        unit_actions.empty(unit=unit, acting_user=person(request))
    except DomainError as error:
        messages.info(request, error.title())
    return redirect("labels:unit", unit=unit.code)


@require_safe
@for_own
def label(_request: HttpRequest, unit: LogisticUnit) -> HttpResponse:
    """Hand out the unit's label as PDF."""
    try:
        pdf = unit_labels_pdf([label_of_unit(unit)], made_at=unit.created_at)
    except PressError:
        return HttpResponse(status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="thung-{unit}.pdf"'
    return response


def _changed(request: HttpRequest, unit: LogisticUnit, found: Scanned, verb: str) -> int:
    """Do what the button says with packs and cases; both or neither."""
    user = person(request)
    with transaction.atomic():
        count = 0
        if found.serials and verb == "out":
            count += unit_actions.unpack(unit=unit, serials=found.serials, acting_user=user)
        elif found.serials and verb == "move":
            count += unit_actions.move_packs(serials=found.serials, to=unit, acting_user=user)
        elif found.serials:
            count += unit_actions.pack(unit=unit, serials=found.serials, acting_user=user)
        return count + _cases_changed(request, unit, found, verb)


def _cases_changed(request: HttpRequest, unit: LogisticUnit, found: Scanned, verb: str) -> int:
    if not found.units:
        return 0
    user = person(request)
    if verb != "out":
        return unit_actions.stack(
            pallet=unit, cases=found.units, may_move=verb == "move", acting_user=user
        )
    for case in found.units:
        unit_actions.unstack(case=case, acting_user=user)
    return len(found.units)


def _made(request: HttpRequest, units: list[LogisticUnit]) -> HttpResponse:
    told = ngettext("%(count)s is made.", "%(count)s are made.", len(units))
    messages.success(request, told % {"count": len(units)})
    if len(units) == 1:
        return redirect("labels:unit", unit=units[0].code)
    return redirect("labels:units")


def _listed(request: HttpRequest, **typed: Form) -> HttpResponse:
    user = person(request)
    forms = {
        "new": NewUnitsForm(user, prefix="new", initial={"count": 1}),
        "fill": FillForm(user, prefix="fill"),
        "gs1": PrefixForm(user, prefix="gs1"),
    }
    page = Paginator(units_of(user), A_PAGE).get_page(request.GET.get("trang"))
    context = {"units": page, "tab": "log", **forms, **typed}
    return render(request, "labels/units.html", context, status=422 if typed else 200)


def _shown(
    request: HttpRequest, unit: LogisticUnit, form: ScanForm, status: int = 200
) -> HttpResponse:
    inside = UnitPack.objects.filter(unit=unit, removed_at__isnull=True)
    context = {
        "unit": unit,
        "summary": summary_of(unit),
        "packs": inside.select_related("serial__lot").order_by("-pk")[:PACKS_SHOWN],
        "cases": unit.children.order_by("pk"),
        "form": form,
        "is_pallet": unit.kind == UnitKind.PALLET,
        "tab": "log",
    }
    return render(request, "labels/unit.html", context, status=status)
