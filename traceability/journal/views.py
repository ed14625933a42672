"""A party's diary: written, sent by the phone when it is back online, read, put right."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from traceability.actions import PlaceDraft, add_place
from traceability.epcis.corrections import INCORRECT_DATA
from traceability.journal import actions, queries
from traceability.journal.core.spec import Crop, StepSpec
from traceability.journal.core.steps import SPECS
from traceability.journal.forms import MOST_PICTURES, PHOTO_ACCEPT, EntryForm, WrongForm
from traceability.journal.models import Entry, VoiceNote
from traceability.journal.things import things_of
from traceability.journal.watching import alert_words, devices_of, open_alerts
from traceability.journal.words import PRODUCTS
from traceability.lots.access import for_parties, person
from traceability.lots.models import Lot
from traceability.lots.queries import lot_for, parties_of
from traceability.lots.steps import STEPS
from traceability.models import Party, Place

PAGE = 30
_VERSION = "@version@"
LATEST = 5
_LOCAL_SOUND = {"media-src": ["'self'", "blob:"], "img-src": ["'self'", "data:", "blob:"]}


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update(_LOCAL_SOUND)
@for_parties
def log(request: HttpRequest) -> HttpResponse:
    """Show the tiles, and the short form of the chosen step; keep what was written."""
    party = party_of(request)
    form = _form(request, party)
    if request.method == "POST" and form is not None and form.is_valid():
        kept = _kept(form, request)
        if kept is not None:
            messages.success(request, _("Written down."))
            return redirect(f"{reverse('origin_journal:log')}?ben={party.pk}")
    context = _log_context(request, party, form)
    status = 422 if form is not None and form.errors else 200
    return render(request, "journal/log.html", context, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
def send(request: HttpRequest) -> HttpResponse:
    """Take an entry from the phone's queue; answer in JSON what became of it.

    GET says who is signed in and gives the token for sending. 401: sign in again, nothing is lost.
    """
    if not isinstance(request.user, User):
        return JsonResponse({"error": _("Sign in again to send.")}, status=HTTPStatus.UNAUTHORIZED)
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    party = party_of(request)
    form = _form(request, party)
    if form is None:
        return JsonResponse({"error": _("Choose what was done.")}, status=422)
    if form.is_valid():
        kept = _kept(form, request)
        if kept is not None:
            status = HTTPStatus.CREATED if kept.is_new else HTTPStatus.OK
            return JsonResponse({"id": str(kept.entry.uuid), "new": kept.is_new}, status=status)
    return JsonResponse({"errors": _told(form)}, status=422)


@require_safe
@for_parties
def diary(request: HttpRequest) -> HttpResponse:
    """List what was written down, of one place or lot when asked."""
    party = party_of(request)
    place, lot = request.GET.get("noi", ""), request.GET.get("lo", "")
    entries = queries.filtered(queries.entries_of(party), place=place, lot=lot)
    page = Paginator(entries, PAGE).get_page(request.GET.get("trang"))
    context = {
        "party": party,
        "page": page,
        "rows": queries.rows(page.object_list),
        "places": party.places.all(),
        "lots": queries.lots_of_party(party),
        "place": place,
        "lot": lot,
        "tab": "log",
    }
    return render(request, "journal/diary.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def wrong(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Declare an entry wrong, with a reason; then open its form again, filled."""
    found = _entry(request, entry)
    form = WrongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.declare_wrong(
                entry=found, words=data["words"], reason=data["reason"], acting_user=person(request)
            )
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            return _after_wrong(request, found, reason=data["reason"])
    context = {"form": form, "row": queries.rows([found])[0], "tab": "log"}
    return render(request, "journal/wrong.html", context, status=422 if form.errors else 200)


@require_POST
@for_parties
def undo(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Take an entry back within a minute."""
    found = _entry(request, entry)
    try:
        actions.undo(entry=found, acting_user=person(request))
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Taken back."))
    return redirect(f"{reverse('origin_journal:log')}?ben={found.party_id}")


@require_safe
@for_parties
def voice(request: HttpRequest, voice: UUID) -> HttpResponseBase:
    """Play a voice note to a member of its party."""
    found = VoiceNote.objects.filter(pk=voice, party__members=person(request)).first()
    if found is None:
        raise Http404
    answer = FileResponse(found.file.open("rb"), content_type=found.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; it stands here because its scope is the diary alone."""
    context = {"steps": list(SPECS), "root": reverse("origin_journal:log"), "version": _VERSION}
    text = render_to_string("journal/worker.js", context, request)
    name = hashlib.sha256(text.encode()).hexdigest()[:12]
    answer = HttpResponse(
        text.replace(_VERSION, name), content_type="text/javascript; charset=utf-8"
    )
    answer["Cache-Control"] = "no-cache"
    return answer


def party_of(request: HttpRequest) -> Party:
    """Return whose diary the page is about: the one asked for, else the one written in last.

    Raises:
        Http404: it is no party of the visitor.
    """
    key = request.POST.get("ben") or request.GET.get("ben", "")
    party = queries.party_for(person(request), key)
    if party is None:
        raise Http404
    return party


def _entry(request: HttpRequest, key: UUID) -> Entry:
    found = queries.entry_for(person(request), str(key))
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, party: Party) -> EntryForm | None:
    """Return the form of the chosen step; None where none is chosen."""
    code = request.POST.get("viec") or request.GET.get("viec", "")
    spec = SPECS.get(code)
    if spec is None:
        return None
    return EntryForm(
        spec,
        request.POST if request.method == "POST" else None,
        party=party,
        places=queries.places_for(party),
        things=things_of(party),
        lot=_lot(request),
        initial=_initial(request, spec),
    )


def _lot(request: HttpRequest) -> Lot | None:
    key = request.POST.get("lo") or request.GET.get("lo", "")
    return lot_for(person(request), key) if key else None


def _initial(request: HttpRequest, spec: StepSpec) -> dict[str, object]:
    """Return what is filled in: what was wrong and is written again, or the chosen place."""
    start: dict[str, object] = {}
    if request.GET.get("noi"):
        start["noi"] = request.GET["noi"]
    found = _replaced(request)
    if found is not None and found.step == spec.code:
        start |= found.values | {"luc": "at"}
        start |= {"ngay": found.happened_at.date(), "gio": found.happened_at.time()}
    return start


def _replaced(request: HttpRequest) -> Entry | None:
    key = request.POST.get("sua") or request.GET.get("sua", "")
    return queries.entry_for(person(request), key) if _is_uuid(key) else None


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4  # noqa: PLR2004 -- the form of a UUID


def _kept(form: EntryForm, request: HttpRequest) -> actions.Kept | None:
    """Keep the entry; None when the form now has errors."""
    files: Sequence[UploadedFile[bytes]] = request.FILES.getlist("hinh")[:MOST_PICTURES]
    try:
        with transaction.atomic():
            draft = form.draft(replaces=_replaced(request))
            return actions.write_with_media(
                draft=replace(draft, place=_new_place(form, request) or draft.place),
                voice=request.FILES.get("tieng"),
                photos=files,
                acting_user=person(request),
            )
    except DomainError as error:
        form.add_error(None, error.title())
    return None


def _new_place(form: EntryForm, request: HttpRequest) -> Place | None:
    """Return the place that was typed: the party's own of this name, or a new one."""
    name = " ".join(form.cleaned_data.get("noi_moi", "").split())
    if not name:
        return None
    kind = form.new_place_kind
    known = form.party.places.filter(kind=kind, name__iexact=name).first()
    draft = PlaceDraft(kind=kind, name=name, locality=name)
    return known or add_place(party=form.party, draft=draft, acting_user=person(request))


def _told(form: EntryForm) -> list[str]:
    """Return what is wrong, each sentence with the label of its field."""
    told = []
    for name, sentences in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        told += [f"{label}: {one}" if label else str(one) for one in sentences]
    return told


def _after_wrong(request: HttpRequest, entry: Entry, *, reason: str) -> HttpResponse:
    messages.success(request, _("Marked as wrong. Nobody counts with it any more."))
    root = reverse("origin_journal:log")
    if reason != INCORRECT_DATA:
        return redirect(f"{root}?ben={entry.party_id}")
    lot = f"&lo={entry.lot.link_code}" if entry.lot else ""
    return redirect(f"{root}?ben={entry.party_id}&viec={entry.step}&sua={entry.uuid}{lot}#ghi")


def _log_context(request: HttpRequest, party: Party, form: EntryForm | None) -> dict[str, object]:
    entries = queries.entries_of(party).order_by("-pk")[:LATEST]
    code = form.spec.code if form is not None else ""
    return {
        "party": party,
        "parties": parties_of(person(request)),
        "form": form,
        "step": STEPS.get(code),
        "lot": _lot(request),
        "replaced": _replaced(request),
        "rice": _tiles(Crop.RICE),
        "shrimp": _tiles(Crop.SHRIMP),
        "others": _tiles(Crop.GOODS),
        "latest": queries.rows(entries),
        "products": [str(one) for one in PRODUCTS.get(code, ())],
        "photo_accept": PHOTO_ACCEPT,
        "alerts": [alert_words(one) for one in open_alerts(party)],
        "quiet": devices_of(party).filter(is_quiet=True, stopped_at=None),
        "tab": "log",
    }


def _tiles(crop: Crop) -> list[object]:
    return [STEPS[spec.code] for spec in SPECS.values() if spec.crop == crop]
