"""Staff's page: what differs, reports of gateways, closing with a reason."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.reconciliation.actions import (
    LARGEST_FILE,
    close_difference,
    reconcile_day,
    take_report,
)
from payments.reconciliation.forms import ReportForm
from payments.reconciliation.models import Difference, ProviderReport, WriteOff
from payments.reconciliation.writing_off import approve_write_off, take_back, write_off
from payments.views.staff import for_money_staff

PAGE = 50
SHOWN_REPORTS = 10
FIRST_DAY = date(2000, 1, 1)


@never_cache
@for_money_staff
def differences(request: HttpRequest, user: User) -> HttpResponse:
    """List what is open, or what was closed; take a report."""
    form = _form(request)
    if request.method == "POST" and form.is_valid() and _take(form, request, user):
        return redirect("reconciliation_staff")
    closed = request.GET.get("loai") == "dong"
    rows = Difference.objects.filter(closed_at__isnull=not closed)
    rows = rows.select_related("merchant__payee", "account__bank", "account__payee", "closed_by")
    rows = rows.prefetch_related("write_offs__proposed_by")
    rows = rows.order_by("-closed_at", "-pk") if closed else rows.order_by("day", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang", "1"))
    context = {
        "page": page,
        "closed": closed,
        "me": user,
        "open_count": Difference.objects.filter(closed_at=None).count(),
        "form": form,
        "reports": ProviderReport.objects.select_related("merchant")[:SHOWN_REPORTS],
        "yesterday": timezone.localdate() - timedelta(days=1),
    }
    status = 422 if form.errors else 200
    return render(request, "reconciliation/staff.html", context, status=status)


@require_POST
@for_money_staff
def close(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Close a difference with a reason."""
    difference = get_object_or_404(Difference, pk=pk)
    reason = request.POST.get("reason", "")
    try:
        close_difference(difference=difference, reason=reason, acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Closed, with your name and reason."))
    return redirect("reconciliation_staff")


@require_POST
@for_money_staff
def write_off_now(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Write a difference off, or propose it."""
    difference = get_object_or_404(Difference, pk=pk)
    try:
        made = write_off(
            difference=difference, reason=request.POST.get("reason", ""), acting_user=user
        )
    except DomainError as error:
        messages.error(request, error.title())
    else:
        done = _("Written off, with your name and reason.")
        waits = _("Proposed. Another person has to agree.")
        messages.success(request, waits if made.waits else done)
    return redirect("reconciliation_staff")


@require_POST
@for_money_staff
def decide(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Agree to a write-off, or take it back."""
    made = get_object_or_404(WriteOff.objects.select_related("difference"), pk=pk)
    try:
        if request.POST.get("answer") == "yes":
            approve_write_off(write_off=made, acting_user=user)
            messages.success(
                request, _("Written off: the books say so, with your name and reason.")
            )
        else:
            take_back(write_off=made, acting_user=user)
            messages.success(request, _("Taken back. The difference is open."))
    except DomainError as error:
        messages.error(request, error.title())
    return redirect("reconciliation_staff")


@require_POST
@for_money_staff
def run(request: HttpRequest, _user: User) -> HttpResponse:
    """Compare a day now."""
    day = _day(request.POST.get("day", ""))
    if day is None:
        messages.error(request, _("Choose a day."))
        return redirect("reconciliation_staff")
    done = reconcile_day(day=day)
    if done.found:
        messages.warning(request, _("%(count)s differences.") % {"count": done.found})
    else:
        messages.success(request, _("Gateways, bank and ledger agree."))
    return redirect("reconciliation_staff")


def _day(text: str) -> date | None:
    """Return the day that ``text`` is; None for none, and for one that no money can be of."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= timezone.localdate() else None


def _form(request: HttpRequest) -> ReportForm:
    yesterday = timezone.localdate() - timedelta(days=1)
    first = {"first_day": yesterday, "last_day": yesterday}
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES)
    return ReportForm(initial=first)


def _take(form: ReportForm, request: HttpRequest, user: User) -> bool:
    upload = form.cleaned_data["file"]
    assert isinstance(upload, UploadedFile)  # noqa: S101 -- a FileField gives no other
    try:
        report = take_report(
            merchant=form.cleaned_data["merchant"],
            name=upload.name or "",
            content=upload.read(LARGEST_FILE + 1),
            acting_user=user,
            first_day=form.cleaned_data["first_day"],
            last_day=form.cleaned_data["last_day"],
        )
    except DomainError as error:
        form.add_error("file", error.title())
        return False
    count = {"count": report.lines.count()}
    messages.success(request, _("Read: %(count)s new lines.") % count)
    return True
