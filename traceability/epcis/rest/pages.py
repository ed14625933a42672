"""A party's page about the keys of its programs and devices."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.kernel.errors import DomainError
from marketplace.kernel.outbox import once
from traceability.epcis.rest import keys
from traceability.epcis.rest.forms import KeyForm
from traceability.epcis.rest.models import ApiKey
from traceability.lots.access import for_parties, person
from traceability.lots.queries import parties_of

_MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def key_list(request: HttpRequest) -> HttpResponse:
    """List the keys of the visitor's parties, and make one."""
    if request.method == "POST":
        return _make(request)
    return _page(request, _new_form(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def revoke(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether a key shall be revoked, and revoke it."""
    found = _keys(request).filter(pk=key).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "epcis_rest/revoke.html", {"key": found, "tab": "more"})
    try:
        keys.revoke_key(key=found, acting_user=person(request))
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("The key “%(name)s” works no more.") % {"name": found.name})
    return redirect("epcis_rest:keys")


def _make(request: HttpRequest) -> HttpResponse:
    form = KeyForm(person(request), request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    text = _made(request, form)
    if text is None:
        messages.info(request, _("That key was shown once. Make another one if it is lost."))
        return redirect("epcis_rest:keys")
    return _page(request, _new_form(request), new_key=text)


@transaction.atomic
def _made(request: HttpRequest, form: KeyForm) -> str | None:
    """Return the new key's text; None when this very form was sent before."""
    if not once(f"api-key-form:{form.cleaned_data['form_id']}"):
        return None
    _key, text = keys.make_key(
        party=form.cleaned_data["party"],
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        acting_user=person(request),
    )
    return text


def _page(
    request: HttpRequest, form: KeyForm, *, new_key: str = "", status: int = 200
) -> HttpResponse:
    rows = list(_keys(request).select_related("party")[:_MOST_SHOWN])
    context = {
        "form": form,
        "new_key": new_key,
        "working": [row for row in rows if row.revoked_at is None],
        "revoked": [row for row in rows if row.revoked_at is not None],
        "many_parties": parties_of(person(request)).count() > 1,
        "tab": "more",
    }
    return render(request, "epcis_rest/keys.html", context, status=status)


def _new_form(request: HttpRequest) -> KeyForm:
    return KeyForm(person(request), initial={"form_id": uuid.uuid4(), "scopes": ["query"]})


def _keys(request: HttpRequest) -> "QuerySet[ApiKey]":
    return ApiKey.objects.filter(party__in=parties_of(person(request)))
