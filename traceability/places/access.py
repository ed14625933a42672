"""Who may see and change parties and places: members of the party."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from traceability.lots.access import person
from traceability.lots.queries import parties_of
from traceability.models import Party, Place

PlaceView = Callable[..., HttpResponse]


def for_place(view: PlaceView) -> PlaceView:
    """Give the view the place that the address names; others hear that there is none."""

    @wraps(view)
    def guarded(request: HttpRequest, place: UUID, **more: object) -> HttpResponse:
        found = (
            Place.objects.filter(uuid=place, party__in=parties_of(person(request)))
            .select_related("party")
            .prefetch_related("identifiers", "seasons")
            .first()
        )
        if found is None:
            raise Http404
        return view(request, found, **more)

    return never_cache(login_required(guarded))


def for_party(view: PlaceView) -> PlaceView:
    """Give the view the party that the address names; others hear that there is none."""

    @wraps(view)
    def guarded(request: HttpRequest, party: int, **more: object) -> HttpResponse:
        found: Party | None = parties_of(person(request)).filter(pk=party).first()
        if found is None:
            raise Http404
        return view(request, found, **more)

    return never_cache(login_required(guarded))
