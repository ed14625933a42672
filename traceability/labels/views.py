"""The labels' page of a lot: make, take out, open, throw away."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from traceability.labels import actions, queries
from traceability.labels.core.output import MIME_TYPES, SUFFIXES
from traceability.labels.core.sheet import label_picture
from traceability.labels.forms import OrderForm, OutputForm, RangeForm, ReprintForm, VoidForm
from traceability.labels.models import LabelSheet, PrintJob
from traceability.labels.page import jobs_part, lot_page
from traceability.labels.sample import sample_spec
from traceability.lots.models import Lot
from traceability.press import PressError

View = Callable[..., HttpResponseBase]


def for_members(view: View) -> View:
    """Give the view the lot that the address names, to members of its party and nobody else.

    Others get "not found": whether a lot exists is not theirs to know.
    """

    @wraps(view)
    def guarded(request: HttpRequest, lot: str, **more: int | str) -> HttpResponseBase:
        found = queries.lot_of_member(_person(request), lot)
        if found is None:
            raise Http404
        return view(request, found, **more)

    return never_cache(login_required(guarded))


@require_safe
@for_members
def page(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Show how the lot's labels stand and what can be done with them."""
    return render(request, "labels/lot.html", lot_page(lot))


@require_safe
@for_members
def jobs(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Return the list of print jobs alone, for the page to fetch while one is under way."""
    return render(request, "labels/_jobs.html", jobs_part(lot))


@require_safe
@for_members
def preview(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Draw one label as it will come out, with "sample" for its code."""
    form = OutputForm(lot, request.GET)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        picture = label_picture(sample_spec(lot, form.output()))
    except PressError:
        return HttpResponse(status=503)
    return HttpResponse(picture, content_type="image/png")


@require_POST
@for_members
def order(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Make serials and order their sheets."""
    form = OrderForm(lot, request.POST)
    if form.is_valid():
        try:
            run = actions.order_labels(
                lot=lot,
                count=form.cleaned_data["count"],
                after=form.cleaned_data["after"],
                output=form.output(),
                with_pin=form.cleaned_data.get("with_pin", False),
                acting_user=_person(request),
            )
        except DomainError as error:
            form.add_error("count", error.title())
        else:
            told = ngettext(
                "%(count)s label is being made.", "%(count)s labels are being made.", run.count
            )
            messages.success(request, told % {"count": run.count})
            return redirect("labels:lot", lot=lot.link_code)
    return _again(request, lot, order=form)


@require_POST
@for_members
def reprint(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Print labels once more, with a reason."""
    form = ReprintForm(lot, request.POST, prefix="again")
    if form.is_valid():
        try:
            job = actions.reprint_labels(
                lot=lot,
                span=(form.cleaned_data["first"], form.cleaned_data["last"]),
                reason=form.reason_words,
                output=form.output(),
                acting_user=_person(request),
            )
        except DomainError as error:
            form.add_error("last", error.title())
        else:
            told = ngettext(
                "%(count)s label is being made.", "%(count)s labels are being made.", job.count
            )
            messages.success(request, told % {"count": job.count})
            return redirect("labels:lot", lot=lot.link_code)
    return _again(request, lot, again=form)


@require_POST
@for_members
def cancel(request: HttpRequest, lot: Lot, job: int) -> HttpResponse:
    """Stop a print job."""
    found = get_object_or_404(PrintJob.objects.filter(lot=lot), pk=job)
    actions.cancel_job(job=found, acting_user=_person(request))
    return redirect("labels:lot", lot=lot.link_code)


@require_POST
@for_members
def resume(request: HttpRequest, lot: Lot, job: int) -> HttpResponse:
    """Go on with a print job that stands still."""
    found = get_object_or_404(PrintJob.objects.filter(lot=lot), pk=job)
    actions.resume_job(job=found, acting_user=_person(request))
    return redirect("labels:lot", lot=lot.link_code)


@require_POST
@for_members
def activate(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Put a range of packs on sale."""
    form = RangeForm(lot, request.POST, prefix="open")
    if form.is_valid():
        span = (form.cleaned_data["first"], form.cleaned_data["last"])
        try:
            count = actions.activate_numbers(
                lot=lot, first=span[0], last=span[1], acting_user=_person(request)
            )
        except DomainError as error:
            form.add_error("last", error.title())
        else:
            messages.success(request, _opened_words(count, span))
            return redirect("labels:lot", lot=lot.link_code)
    return _again(request, lot, opening=form)


@require_POST
@for_members
def void(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Throw labels away, after showing what that means: it cannot be taken back."""
    form = VoidForm(lot, request.POST, prefix="void")
    if not form.is_valid():
        return _again(request, lot, voiding=form)
    if not form.cleaned_data["confirmed"]:
        return _ask_to_void(request, lot, form)
    try:
        count = actions.void_numbers(
            lot=lot,
            first=form.cleaned_data["first"],
            last=form.cleaned_data["last"],
            reason=form.reason_words,
            acting_user=_person(request),
        )
    except DomainError as error:
        form.add_error("last", error.title())
        return _again(request, lot, voiding=form)
    told = ngettext("%(count)s label thrown away.", "%(count)s labels thrown away.", count)
    messages.success(request, told % {"count": count})
    return redirect("labels:lot", lot=lot.link_code)


@require_safe
@for_members
def download(request: HttpRequest, lot: Lot, sheet: int, suffix: str) -> HttpResponseBase:
    """Hand out a file of labels and write that down; a lost file is made anew."""
    own = LabelSheet.objects.filter(job__lot=lot).select_related("job")
    found = get_object_or_404(own, pk=sheet)
    medium = found.job.how.medium
    if suffix != SUFFIXES[medium]:
        raise Http404
    try:
        if request.method == "GET":
            found = actions.note_download(sheet=found, acting_user=_person(request))
        file = found.file.open("rb")
    except (FileNotFoundError, ValueError):  # ValueError: no file yet
        actions.remake_sheet(sheet=found, acting_user=_person(request))
        messages.warning(request, _("The file is gone. It is being made again."))
        return redirect("labels:lot", lot=lot.link_code)
    name = f"tem-{slug(lot.code)}-{found.first:04}-{found.last:04}.{suffix}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=MIME_TYPES[medium])


@require_POST
@for_members
def remake(request: HttpRequest, lot: Lot, sheet: int) -> HttpResponse:
    """Begin a sheet anew that failed or stands still."""
    found = get_object_or_404(LabelSheet.objects.filter(job__lot=lot), pk=sheet)
    try:
        actions.remake_sheet(sheet=found, acting_user=_person(request))
    except DomainError as error:
        messages.info(request, error.title())
    return redirect("labels:lot", lot=lot.link_code)


@require_safe
@for_members
def codes(_request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """Hand out the lot's codes as CSV that spreadsheets open with accents."""
    head = [(_("number"), _("code"), _("status"), _("address in the QR"))]
    response = StreamingHttpResponse(
        _csv(head, queries.code_rows(lot)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="ma-{slug(lot.code)}.csv"'
    return response


def slug(lot_code: str) -> str:
    """Return a lot's code as a file's name can carry it."""
    return re.sub(r"[^A-Za-z0-9.-]", "-", lot_code)


def _csv(*parts: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "\ufeff"
    line = io.StringIO()
    writer = csv.writer(line)
    for rows in parts:
        for row in rows:
            writer.writerow(row)
            yield line.getvalue()
            line.seek(0)
            line.truncate()


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # login_required stands in front
        raise Http404
    return request.user


def _again(request: HttpRequest, lot: Lot, **forms: object) -> HttpResponse:
    """Show the page with what was typed and what is wrong with it."""
    return render(request, "labels/lot.html", lot_page(lot, **forms), status=422)


def _ask_to_void(request: HttpRequest, lot: Lot, form: VoidForm) -> HttpResponse:
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    found = queries.statuses_between(lot, first, last)
    living = {status: found[status] for status in ("active", "printed")}
    context = {"lot": lot, "form": form, "tab": "log", **living, "total": sum(living.values())}
    return render(request, "labels/void.html", context)


def _opened_words(count: int, span: tuple[int, int]) -> str:
    if not count:
        return _("These packs were on sale already.")
    told = ngettext("%(count)s pack is on sale now.", "%(count)s packs are on sale now.", count)
    return f"{told % {'count': count}} {span[0]:04} – {span[1]:04}"
