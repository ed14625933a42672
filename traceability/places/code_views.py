"""Codes of parties and places: written down, ended, followed by another."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.kernel.errors import DomainError
from traceability.identifiers import (
    AnyIdentifier,
    end_identifier,
    give_identifier,
    succeed_identifier,
)
from traceability.lots.access import person
from traceability.models import Party, Place
from traceability.places.access import for_party, for_place
from traceability.places.forms import CodeForm, FollowForm
from traceability.places.views import take_over

_FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(_FORMS)
@for_place
def new_place_code(request: HttpRequest, place: Place) -> HttpResponse:
    """Write down a code of a place."""
    return _new(request, place)


@require_http_methods(_FORMS)
@for_party
def new_party_code(request: HttpRequest, party: Party) -> HttpResponse:
    """Write down a code of a party."""
    return _new(request, party)


@require_http_methods(_FORMS)
@for_place
def place_code(request: HttpRequest, place: Place, code: int) -> HttpResponse:
    """Let a code of a place end, or another follow it."""
    return _follow(request, place, place.identifiers.filter(pk=code).first())


@require_http_methods(_FORMS)
@for_party
def party_code(request: HttpRequest, party: Party, code: int) -> HttpResponse:
    """Let a code of a party end, or another follow it."""
    return _follow(request, party, party.identifiers.filter(pk=code).first())


def _new(request: HttpRequest, owner: Party | Place) -> HttpResponse:
    form = CodeForm(owner, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_identifier(owner=owner, draft=form.draft(), acting_user=person(request))
        except DomainError as error:
            form.add_error("value", error.title())
        except ValidationError as error:
            take_over(form, error)
        else:
            messages.success(request, _("The code is written down."))
            return redirect(_back(owner))
    return _shown(request, owner, form, None)


def _follow(request: HttpRequest, owner: Party | Place, code: AnyIdentifier | None) -> HttpResponse:
    if code is None:
        raise Http404
    form = FollowForm(code.scheme, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _changed(code, form, request)
        except DomainError as error:
            form.add_error("day" if form.ends else "value", error.title())
        except ValidationError as error:
            take_over(form, error)
        else:
            messages.success(request, _("Saved. The old code stays in the list."))
            return redirect(_back(owner))
    return _shown(request, owner, form, code)


def _changed(code: AnyIdentifier, form: FollowForm, request: HttpRequest) -> None:
    if form.ends:
        last = form.cleaned_data["day"]
        end_identifier(identifier=code, last_day=last, acting_user=person(request))
    else:
        succeed_identifier(identifier=code, draft=form.draft(), acting_user=person(request))


def _shown(
    request: HttpRequest,
    owner: Party | Place,
    form: CodeForm | FollowForm,
    code: AnyIdentifier | None,
) -> HttpResponse:
    context = {"form": form, "owner": owner, "code": code, "back": _back(owner), "tab": "log"}
    status = 422 if form.errors else 200
    return render(request, "origin_places/code.html", context, status=status)


def _back(owner: Party | Place) -> str:
    if isinstance(owner, Party):
        return reverse("own_places:party", args=[owner.pk])
    return reverse("own_places:place", args=[owner.uuid])
