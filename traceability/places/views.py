"""A party's places: list, add, edit, outline; and where the party itself is."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.base.places.forms import wants_search
from marketplace.kernel.errors import DomainError
from traceability.actions import add_place, change_party, change_place, draw_outline
from traceability.lots.access import for_parties, person
from traceability.lots.queries import parties_of
from traceability.models import Party, Place
from traceability.places.access import for_party, for_place
from traceability.places.forms import OutlineForm, PartyForm, PlaceForm, ward_code
from traceability.places.shown import (
    area_difference,
    area_words,
    code_rows,
    commune_names,
    corners_text,
    place_row,
)
from traceability.queries import places_of

_FORMS = ["GET", "HEAD", "POST"]


@require_safe
@for_parties
def place_list(request: HttpRequest) -> HttpResponse:
    """List the places of the visitor's parties with what grows there."""
    parties = list(parties_of(person(request)))
    rows = [place_row(place) for place in places_of(party.pk for party in parties)]
    context = {"rows": rows, "parties": parties, "tab": "log"}
    return render(request, "origin_places/list.html", context)


@require_http_methods(_FORMS)
@for_parties
def new_place(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    user = person(request)
    form = PlaceForm(user, None, request.POST or None)
    if _is_sent(request, form):
        try:
            party = form.cleaned_data["party"]
            place = add_place(party=party, draft=form.draft(), acting_user=user)
        except ValidationError as error:
            take_over(form, error)
        else:
            messages.success(request, _("%(place)s is added.") % {"place": place.name})
            return redirect("own_places:place", place=place.uuid)
    return _form(request, "place_form", form, place=None)


@require_safe
@for_place
def place_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Show a place: what it is, its outline, its seasons, its codes."""
    context = {
        "place": place,
        "row": place_row(place),
        "area": area_words(place.area_m2),
        "measured": area_words(place.measured_m2),
        "difference": area_difference(place),
        "codes": code_rows(place),
        "commune": commune_names(place),
        "tab": "log",
    }
    return render(request, "origin_places/place.html", context)


@require_http_methods(_FORMS)
@for_place
def edit_place(request: HttpRequest, place: Place) -> HttpResponse:
    """Change what a place is called, how big it is and where."""
    user = person(request)
    form = PlaceForm(user, place, request.POST or None)
    if _is_sent(request, form):
        try:
            change_place(place=place, draft=form.draft(), acting_user=user)
        except ValidationError as error:
            take_over(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("own_places:place", place=place.uuid)
    return _form(request, "place_form", form, place=place)


@require_http_methods(_FORMS)
@for_place
def edit_outline(request: HttpRequest, place: Place) -> HttpResponse:
    """Draw the outline of a place, or take it away."""
    form = OutlineForm(
        request.POST or None, request.FILES or None, initial={"text": corners_text(place)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            draw_outline(place=place, text=form.outline, acting_user=person(request))
        except DomainError as error:
            form.add_error("text", error.title())
        else:
            messages.success(request, _("The outline is saved."))
            return redirect("own_places:place", place=place.uuid)
    return _form(request, "outline", form, place=place, row=place_row(place))


@require_http_methods(_FORMS)
@for_party
def party_page(request: HttpRequest, party: Party) -> HttpResponse:
    """Show where a party is and its codes; change the address."""
    form = PartyForm(party, request.POST or None)
    if _is_sent(request, form):
        data = form.cleaned_data
        code = ward_code(data["ward"], party.place_code)
        name = data["ward"].name if data["ward"] else party.place_name
        change_party(
            party=party,
            address=data["address"],
            place_code=code,
            place_name=name,
            acting_user=person(request),
        )
        messages.success(request, _("Saved."))
        return redirect("own_places:party", party=party.pk)
    more = {"party": party, "codes": code_rows(party), "commune": commune_names(party)}
    return _form(request, "party", form, **more)


def take_over(form: Form, error: ValidationError) -> None:
    """Show what a model refuses beside the field that was typed."""
    for name, sentences in error.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


def _is_sent(request: HttpRequest, form: Form) -> bool:
    """Say whether the form came whole; the ward picker's own button only searches."""
    if request.method != "POST":
        return False
    if wants_search(request.POST, "ward"):
        form.is_valid()
        form.errors.clear()
        return False
    return form.is_valid()


def _form(request: HttpRequest, page: str, form: Form, **more: object) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "tab": "log", **more}
    return render(request, f"origin_places/{page}.html", context, status=status)
