"""What an authority reads about a recall: what, how much, who was told, what was done, when."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.base.words import formats
from marketplace.kernel.clock import now
from traceability.lots.access import person
from traceability.press import FONTS
from traceability.recall.access import for_cases
from traceability.recall.core.report import Report, Section, as_csv, as_pdf
from traceability.recall.models import RecallCase
from traceability.recall.queries import CaseView, case_view

_NONE = "–"


@require_safe
@for_cases
def pdf_report(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """Hand out the report as a PDF."""
    pdf = as_pdf(report_of(case_view(case, person(request))), FONTS, now())
    return _file(pdf, f"{case.number}.pdf", "application/pdf")


@require_safe
@for_cases
def csv_report(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """Hand out the report as CSV, readable by spreadsheets."""
    text = as_csv(report_of(case_view(case, person(request))))
    return _file(text.encode("utf-8-sig"), f"{case.number}.csv", "text/csv; charset=utf-8")


def report_of(view: CaseView) -> Report:
    """Return the report of a case as it is now."""
    case = view.case
    return Report(
        title=_("Recall report %(number)s") % {"number": case.number},
        mark=_("DRILL") if case.is_drill else "",
        sections=[_what(case), _times(case), _lots(view), *_reach(view), *_recovered(view)],
    )


def _what(case: RecallCase) -> Section:
    facts = [
        (_("Party"), f"{case.party.name}, {case.party.address or case.party.place_name}"),
        (_("Reason"), case.reason),
        (_("Risk"), case.get_risk_display()),
        (_("Doubt began with"), ", ".join(one.words for one in case.starts.all()) or _NONE),
        (_("State"), case.get_state_display()),
        (_("How it ended"), case.outcome_reason or _NONE),
        (_("What is done so that it does not happen again"), case.measures or _NONE),
    ]
    return Section(_("What it is about"), facts)


def _times(case: RecallCase) -> Section:
    facts = [
        (_("Begun"), _moment(case.drafted_at)),
        (_("Decided"), _moment(case.decided_at)),
        (_("Shown until"), formats.date(case.shown_until) if case.shown_until else _NONE),
        (_("Closed"), _moment(case.closed_at)),
    ]
    if case.authority_decided_at:
        decision = f"{case.authority}, {case.decision_number}"
        facts[1:1] = [
            (_("Authority's decision"), f"{decision}, {_moment(case.authority_decided_at)}")
        ]
    return Section(_("When"), facts + _measured(case))


def _measured(case: RecallCase) -> list[tuple[str, str]]:
    words = {
        "scope_seconds": _("Finding the scope, seconds"),
        "reach_seconds": _("Finding the buyers, seconds"),
        "notice_seconds": _("Writing all notices, seconds"),
        "notices": _("Notices"),
    }
    return [
        (label, str(case.measured[name]))
        for name, label in words.items()
        if case.measured.get(name) is not None
    ]


def _lots(view: CaseView) -> Section:
    head = [
        _("Lot"),
        _("Which goods"),
        _("Made"),
        _("Sold"),
        _("Buyers"),
        _("Back"),
        _("State"),
    ]
    states = {
        "out": _("left out"),
        "waiting": _("waiting"),
        "recalled": _("recalled"),
        "lifted": _("ended"),
    }
    rows = []
    for line in view.lines:
        why = f": {line.row.left_out_reason}" if line.row.is_left_out else ""
        counts = [formats.number(n) for n in (line.made, line.sold, line.buyers, line.back)]
        rows.append([line.row.lot.code, line.name, *counts, states[line.state] + why])
    facts = [
        (_("Packs made"), formats.number(view.made)),
        (_("Packs sold"), formats.number(view.sold)),
        (_("Packs not sold"), formats.number(view.in_stock)),
        (_("Packs back"), f"{formats.number(view.back)} ({view.percent_back}%)"),
    ]
    return Section(_("Lots"), facts, head, rows)


def _reach(view: CaseView) -> list[Section]:
    told = view.told
    facts = [
        (_("Buyers"), formats.number(view.buyers)),
        (_("Notices waiting"), formats.number(told.queued)),
        (_("Notices sent"), formats.number(told.sent)),
        (_("Notices not taken"), formats.number(told.failed)),
        (_("Answered by buyers"), formats.number(told.read)),
        (_("Buyers without phone or e-mail"), formats.number(told.unreachable)),
    ]
    rows = [
        [one.name, one.words or _NONE, _moment(one.sent_at), _moment(one.told_at)]
        for one in view.case.receivers.all()
    ]
    head = [_("Received in bulk by"), _("What was sent"), _("Sent"), _("Told")]
    return [Section(_("Who was told"), facts, head, rows)]


def _recovered(view: CaseView) -> list[Section]:
    rows = [
        [
            one.lot.code,
            one.place,
            formats.number(one.packs),
            one.get_treatment_display(),
            one.note or _NONE,
            _moment(one.recorded_at),
        ]
        for one in view.case.recoveries.select_related("lot")
    ]
    head = [_("Lot"), _("Place"), _("Packs"), _("What became of them"), _("Note"), _("Written at")]
    return [Section(_("What came back"), [], head, rows)] if rows else []


def _moment(at: datetime | None) -> str:
    return f"{formats.date(at)} {formats.time(at)}" if at else _NONE


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
