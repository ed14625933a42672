"""Who may see a lot's pages: members of its party. Who has none yet is led to register it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from marketplace.base.accounts.models import User
from traceability.lots.models import Lot
from traceability.lots.queries import lot_for, lot_to_recall, parties_of

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> User:
    """Return who is signed in.

    Raises:
        Http404: nobody is.
    """
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def for_parties(view: View) -> View:
    """Let in members of any party; others are led to registering one."""

    @wraps(view)
    def guarded(request: HttpRequest, **more: str) -> HttpResponseBase:
        if not parties_of(person(request)).exists():
            return redirect("origin_joining:register")
        return view(request, **more)

    return never_cache(login_required(guarded))


def for_members(view: View) -> View:
    """Give the view the lot that the address names; others hear that there is none."""
    return _guarded(view, lot_for)


def for_deciders(view: View) -> View:
    """As `for_members`, and let in staff who may recall any lot."""
    return _guarded(view, lot_to_recall)


def _guarded(view: View, find: Callable[[User, str], Lot | None]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, lot: str, **more: str) -> HttpResponseBase:
        found = find(person(request), lot)
        if found is None:
            raise Http404
        return view(request, found, **more)

    return never_cache(login_required(guarded))
