"""Downloads of a lot's records, the records for portals, staff's zips."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from traceability.epcis.core.build import Json
from traceability.export import actions
from traceability.export.document import epcis_document
from traceability.export.forms import DaysForm
from traceability.export.law import article_words, gdst_gaps, legal_gaps
from traceability.export.models import ExportJob, ExportState, PortalSubmission
from traceability.export.names import slug
from traceability.export.passport import passport
from traceability.export.ports import portals
from traceability.export.printing import printed_passport
from traceability.export.story import events_of_story
from traceability.lots.access import for_members, person
from traceability.lots.models import Lot
from traceability.press import PressError

_JSON = "application/json"
_LD = "application/ld+json"
_SHOWN = 20


@require_safe
@for_members
def page(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Show what a lot's records can be had as, and what is missing in them."""
    return _page(request, lot)


@require_safe
@for_members
def passport_json(_request: HttpRequest, lot: Lot) -> HttpResponse:
    """Hand out the passport as JSON."""
    return _file(_text(passport(lot, made_at=now())), f"ho-chieu-{slug(lot.code)}.json", _JSON)


@require_safe
@for_members
def passport_pdf(_request: HttpRequest, lot: Lot, language: str) -> HttpResponse:
    """Hand out the passport as PDF, in Vietnamese or English."""
    try:
        pdf = printed_passport(lot, made_at=now(), language=language)
    except PressError:
        return HttpResponse(_("The PDF could not be made. Try again."), status=503)
    stem = "passport" if language == "en" else "ho-chieu"
    return _file(pdf, f"{stem}-{slug(lot.code)}.pdf", "application/pdf")


@require_safe
@for_members
def epcis(_request: HttpRequest, lot: Lot) -> HttpResponse:
    """Hand out the lot's whole story as one EPCIS document."""
    document = epcis_document(lot, events_of_story(lot), now())
    return _file(_text(document), f"epcis-{slug(lot.code)}.jsonld", _LD)


@require_safe
@for_members
def gdst(_request: HttpRequest, lot: Lot) -> HttpResponse:
    """Hand out the EPCIS document with what GDST 1.2 misses in it."""
    gaps = gdst_gaps(lot)
    told: dict[str, Json] = {
        "standard": "GDST 1.2",
        "lot": lot.code,
        "isComplete": not gaps,
        "gaps": [{"rule": g.rule, "article": g.article, "text": g.sentence} for g in gaps],
        "epcisDocument": epcis_document(lot, events_of_story(lot), now()),
    }
    return _file(_text(told), f"gdst-{slug(lot.code)}.json", _JSON)


@require_POST
@for_members
def submit(request: HttpRequest, lot: Lot, portal: str) -> HttpResponse:
    """Order the lot's record for a portal."""
    if portal not in portals or not portals.is_active(portal):
        raise Http404
    try:
        actions.submit(lot=lot, portal=portal, acting_user=person(request))
    except DomainError as error:
        messages.warning(request, error.title())
    else:
        messages.success(request, _("The file is being made."))
    return redirect("origin_export:page", lot=lot.link_code)


@require_POST
@for_members
def retry(request: HttpRequest, lot: Lot, submission: int) -> HttpResponse:
    """Try once more to hand a record in."""
    found = get_object_or_404(PortalSubmission.objects.filter(lot=lot), pk=submission)
    try:
        actions.retry(submission=found, acting_user=person(request))
    except DomainError as error:
        messages.info(request, error.title())
    return redirect("origin_export:page", lot=lot.link_code)


@require_safe
@for_members
def submission_file(_request: HttpRequest, lot: Lot, submission: int) -> HttpResponseBase:
    """Hand out a record's file as it was made."""
    ready = PortalSubmission.objects.filter(lot=lot).exclude(file="")
    found = get_object_or_404(ready, pk=submission)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, as_attachment=True, filename=found.file_name, content_type=_JSON)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def zips(request: HttpRequest) -> HttpResponse:
    """Show staff the zips of many lots, and a form for another."""
    user = person(request)
    if not user.has_perm("lots.view_lot"):
        raise Http404
    form = DaysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.order_zip(**form.cleaned_data, acting_user=user)
        except DomainError as error:
            form.add_error("last", error.title())
        else:
            messages.success(request, _("The file is being made."))
            return redirect("export_zips")
    jobs = ExportJob.objects.select_related("requested_by")[:_SHOWN]
    context = {"form": form, "jobs": jobs}
    return render(request, "origin_export/zips.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@login_required
def zip_file(request: HttpRequest, job: int) -> HttpResponseBase:
    """Hand out a zip."""
    if not person(request).has_perm("lots.view_lot"):
        raise Http404
    found = get_object_or_404(ExportJob.objects.filter(state=ExportState.READY), pk=job)
    name = f"ho-chieu-lo-{found.requested_at:%Y%m%d}-{found.pk}.zip"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name)


def _page(request: HttpRequest, lot: Lot) -> HttpResponse:
    gaps, sea = legal_gaps(lot), gdst_gaps(lot)
    submissions = PortalSubmission.objects.filter(lot=lot).select_related("requested_by")
    context = {
        "lot": lot,
        "gaps": [(gap, article_words(gap.article)) for gap in gaps],
        "is_blocked": any(gap.is_blocking for gap in gaps),
        "sea_gaps": sea,
        "portals": portals.active(),
        "submissions": submissions[:_SHOWN],
        "tab": "log",
    }
    return render(request, "origin_export/lot.html", context)


def _text(told: dict[str, Json]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
