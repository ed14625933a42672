"""Seasons of a place: begin, correct, end."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.kernel.errors import DomainError
from traceability.lots.access import person
from traceability.models import Place, Season
from traceability.places.access import for_place
from traceability.places.forms import SeasonForm
from traceability.seasons import add_season, change_season

_FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(_FORMS)
@for_place
def new_season(request: HttpRequest, place: Place) -> HttpResponse:
    """Begin a season on a place."""
    return _season(request, place, None)


@require_http_methods(_FORMS)
@for_place
def edit_season(request: HttpRequest, place: Place, season: UUID) -> HttpResponse:
    """Correct or end a season."""
    found = place.seasons.filter(uuid=season).first()
    if found is None:
        raise Http404
    return _season(request, place, found)


def _season(request: HttpRequest, place: Place, season: Season | None) -> HttpResponse:
    form = SeasonForm(season, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(form, place, season, request)
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("The season is saved."))
            return redirect("own_places:place", place=place.uuid)
    context = {"form": form, "place": place, "season": season, "tab": "log"}
    status = 422 if form.errors else 200
    return render(request, "origin_places/season.html", context, status=status)


def _keep(form: SeasonForm, place: Place, season: Season | None, request: HttpRequest) -> Season:
    user = person(request)
    if season is None:
        return add_season(place=place, draft=form.draft(), acting_user=user)
    return change_season(season=season, draft=form.draft(), acting_user=user)
