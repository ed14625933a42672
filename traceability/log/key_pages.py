"""``/ban/khoa-ky/``: a party's signing key, in plain words."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from traceability.log import key_actions
from traceability.log.forms import OwnKeyForm, RevokeForm
from traceability.log.keyring import known_party_key
from traceability.log.models import PartyKey
from traceability.models import Party

View = Callable[..., HttpResponse]
ROOT = "origin_log:signing_keys"


def for_members(view: View) -> View:
    """Give the view the party that the address names; others hear that there is none."""

    @wraps(view)
    def guarded(request: HttpRequest, party: int) -> HttpResponse:
        found = Party.objects.filter(pk=party, members=_person(request)).first()
        if found is None:
            raise Http404
        return view(request, found)

    return never_cache(login_required(guarded))


@require_safe
@never_cache
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Show the keys of the visitor's parties."""
    parties = list(Party.objects.filter(members=_person(request)).order_by("name", "pk"))
    if not parties:
        raise Http404
    return _page(request, parties)


@require_POST
@for_members
def rotate(request: HttpRequest, party: Party) -> HttpResponse:
    """Replace the key in custody."""
    key = known_party_key(party)
    try:
        if key is None:
            key_actions.ensure_party_key(party=party)
        else:
            key_actions.rotate_key(key=key, acting_user=_person(request))
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("A new key signs from now on."))
    return redirect(ROOT)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def register(request: HttpRequest, party: Party) -> HttpResponse:
    """Take over a key that the party keeps itself: first the key, then its signature."""
    form = OwnKeyForm(party, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.is_signed:
        try:
            form.register(_person(request))
        except DomainError as error:
            form.tell(error)
        else:
            messages.success(request, _("Your own key is in use from now on."))
            return redirect(ROOT)
    context = {"form": form, "party": party, "tab": "log"}
    return render(request, "origin_log/own.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def revoke(request: HttpRequest, party: Party) -> HttpResponse:
    """Block a key that somebody else may have."""
    key = known_party_key(party)
    if key is None:
        return redirect(ROOT)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            key_actions.revoke_key(key=key, reason=reason, acting_user=_person(request))
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("The key is blocked. It signs nothing any more."))
            return redirect(ROOT)
    context = {"form": form, "party": party, "key": key, "tab": "log"}
    return render(request, "origin_log/revoke.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, parties: list[Party]) -> HttpResponse:
    rows = PartyKey.objects.filter(party__in=parties).order_by("-pk")
    by_party: dict[int, list[PartyKey]] = {party.pk: [] for party in parties}
    for row in rows:
        by_party[row.party_id or 0].append(row)
    told = [
        {
            "party": party,
            "key": next((row for row in by_party[party.pk] if row.state == "active"), None),
            "earlier": [row for row in by_party[party.pk] if row.state != "active"],
        }
        for party in parties
    ]
    return render(request, "origin_log/keys.html", {"parties": told, "tab": "log"})


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # login_required stands in front
        raise Http404
    return request.user
