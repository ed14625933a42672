"""Pages about tables: an empty one to fill in, the upload, what is wrong, progress."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.kernel.errors import DomainError
from traceability.journal import conf, importing
from traceability.journal.columns import columns_of
from traceability.journal.core.steps import SPECS
from traceability.journal.core.table import written_csv, written_xlsx
from traceability.journal.models import ImportFile, ImportState
from traceability.journal.uploads import TableUploadHandler
from traceability.journal.views import party_of
from traceability.lots.access import for_parties, person
from traceability.lots.steps import STEPS

_MEGA = 1_000_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


class UploadForm(forms.Form):
    """A table of one step."""

    step = forms.ChoiceField(label=gettext_lazy("What was done"))
    table = forms.FileField(
        label=gettext_lazy("Table (CSV or XLSX)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv", "class": "in"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, **kwargs)
        choices = [(code, STEPS[code].tile) for code in SPECS]
        self.fields["step"] = forms.ChoiceField(
            label=self.fields["step"].label,
            choices=choices,
            widget=forms.Select(attrs={"class": "in"}),
        )
        self.fields["table"].error_messages |= {
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
        }

    def clean_table(self) -> Any:  # noqa: ANN401 -- Django's upload
        """Refuse what is too large."""
        table = self.cleaned_data["table"]
        limit = conf.table_bytes()
        if table.size > limit:
            told = {"size": -(-table.size // _MEGA), "limit": limit // _MEGA}
            raise forms.ValidationError(
                _("The file is %(size)s MB. Choose one under %(limit)s MB.") % told
            )
        return table


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponseBase:
    """List a party's tables and take a new one; files up to 20 MB, more than photos may have."""
    # Handlers are set before anything reads the request; the token is checked right after.
    request.upload_handlers = [
        TableUploadHandler(request),
        MemoryFileUploadHandler(request),
        TemporaryFileUploadHandler(request),
    ]
    return _imports(request)


@csrf_protect
@for_parties
def _imports(request: HttpRequest) -> HttpResponse:
    party = party_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = _uploaded(form, request)
        if kept is not None:
            return redirect("origin_journal:import", key=kept.uuid)
    context = {
        "party": party,
        "form": form,
        "files": ImportFile.objects.filter(party=party)[:20],
        "steps": [STEPS[code] for code in SPECS],
        "tab": "log",
    }
    return render(request, "journal/imports.html", context, status=422 if form.errors else 200)


@require_safe
@for_parties
def template(_request: HttpRequest, step: str, kind: str) -> HttpResponse:
    """Return an empty table of a step: the names of the columns, and a row that shows how."""
    spec = SPECS.get(step)
    if spec is None or kind not in {"csv", "xlsx"}:
        raise Http404
    columns = columns_of(spec)
    rows = [[one.title for one in columns], [one.example for one in columns]]
    if kind == "xlsx":
        answer = HttpResponse(written_xlsx(rows, str(STEPS[step].tile)), content_type=_XLSX)
    else:
        answer = HttpResponse(written_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="nhat-ky-{step}.{kind}"'
    return answer


@require_safe
@for_parties
def import_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what a table holds, what is wrong in it, and how far it is."""
    kept = _import(request, key)
    context = {
        "file": kept,
        "step": STEPS[kept.step],
        "faults": kept.faults[:SHOWN],
        "more": max(0, len(kept.faults) - SHOWN),
        "is_running": kept.state == ImportState.RUNNING,
        "is_ready": kept.state == ImportState.READY,
        "tab": "log",
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "journal/_import.html" if part else "journal/import.html", context)


@require_POST
@for_parties
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin to write a table down."""
    kept = _import(request, key)
    whole = request.POST.get("how") == "all"
    try:
        importing.start(kept=kept, is_all_or_nothing=whole, acting_user=person(request))
    except DomainError as error:
        messages.error(request, error.title())
    return redirect("origin_journal:import", key=kept.uuid)


@require_safe
@for_parties
def faulty(request: HttpRequest, key: UUID) -> HttpResponse:
    """Return the faulty rows as a file, to be mended and uploaded again."""
    kept = _import(request, key)
    answer = HttpResponse(
        written_csv(list(importing.faulty_rows(kept))), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="sai-{kept.step}.csv"'
    return answer


def _import(request: HttpRequest, key: UUID) -> ImportFile:
    found = ImportFile.objects.filter(uuid=key, party__members=person(request))
    kept = found.select_related("party").first()
    if kept is None:
        raise Http404
    return kept


def _uploaded(form: UploadForm, request: HttpRequest) -> ImportFile | None:
    table = form.cleaned_data["table"]
    try:
        return importing.upload(
            content=table.read(),
            name=table.name,
            step=form.cleaned_data["step"],
            party=party_of(request),
            author=person(request),
        )
    except DomainError as error:
        form.add_error("table", error.title())
    return None
