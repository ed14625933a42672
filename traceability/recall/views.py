"""Pages of recall cases: the party's, and what everybody may read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.kernel.errors import DomainError
from traceability.lots.access import for_parties, person
from traceability.lots.identity import lot_element
from traceability.lots.queries import lot_for, parties_of
from traceability.recall import actions, drill
from traceability.recall.access import cases_of, for_cases
from traceability.recall.errors import UnknownStartError
from traceability.recall.forms import (
    AuthorityForm,
    CaseForm,
    CloseForm,
    DecideForm,
    ReachForm,
    ReasonForm,
    RecoveryForm,
)
from traceability.recall.models import CaseLot, CaseReceiver, CaseState, RecallCase
from traceability.recall.queries import (
    case_view,
    cases_for_seller,
    public_cases,
    public_lots,
    recoveries_of,
    shown_cases,
)
from traceability.recall.scope import sources_of, start_uri

PAGE = 30


@require_safe
@for_parties
def case_list(request: HttpRequest) -> HttpResponse:
    """List the cases of the visitor's parties."""
    page = Paginator(cases_for_seller(person(request)), PAGE).get_page(request.GET.get("trang"))
    return render(request, "recall/list.html", {"page": page, "tab": "log"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def new_case(request: HttpRequest) -> HttpResponse:
    """Begin a case, or a drill."""
    user = person(request)
    asked = {"is_drill": request.GET.get("dien-tap") == "1", "lot": request.GET.get("lo", "")}
    form = CaseForm(user, request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        case = _opened(form, request)
        if case is not None:
            return redirect("origin_recall:case", case.number)
    status = 422 if form.errors else 200
    return render(request, "recall/new.html", {"form": form, "tab": "log"}, status=status)


@require_safe
@for_cases
def case_page(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """Show a case and what can be done next."""
    return _page(request, case, _Forms())


@require_POST
@for_cases
def change_reach(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """Look for the scope anew, as far as was chosen."""
    form = ReachForm(request.POST)

    def act() -> None:
        reach = form.cleaned_data["reach"]
        actions.rescope(case=case, reach=reach, acting_user=person(request))

    return _do(request, case, _Task("reach", form, act, _("The scope is looked up anew.")))


@require_POST
@for_cases
def change_lot(request: HttpRequest, case: RecallCase, row: int) -> HttpResponse:
    """Leave a lot out with a reason, or take it in again."""
    found = get_object_or_404(CaseLot.objects.select_related("case"), pk=row, case=case)
    user = person(request)
    if request.POST.get("nhan-lai"):
        form: Form = Form(request.POST)

        def act() -> None:
            actions.take_in(row=found, acting_user=user)

        return _do(request, case, _Task("lot", form, act, _("The lot is in the scope again.")))
    reason = ReasonForm(request.POST)

    def leave() -> None:
        actions.leave_out(row=found, reason=reason.cleaned_data["reason"], acting_user=user)

    return _do(request, case, _Task(f"lot{row}", reason, leave, _("The lot is left out.")))


@require_POST
@for_cases
def note_authority(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """Write down an authority's decision."""
    form = AuthorityForm(request.POST)

    def act() -> None:
        actions.note_authority(case=case, acting_user=person(request), **form.cleaned_data)

    return _do(request, case, _Task("authority", form, act, _("Written down. 24 hours run.")))


@require_POST
@for_cases
def decide(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """Recall what is in the scope."""
    form = DecideForm(request.POST)

    def act() -> None:
        actions.decide(case=case, acting_user=person(request), seen=form.lots_seen())

    told = _("The lots are recalled. Every page of them says so now.")
    return _do(request, case, _Task("decide", form, act, told))


@require_POST
@for_cases
def run_drill(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """Run a drill."""

    def act() -> None:
        drill.run_drill(case=case, acting_user=person(request))

    return _do(request, case, _Task("drill", Form(request.POST), act, _("The drill is done.")))


@require_POST
@for_cases
def receiver_told(request: HttpRequest, case: RecallCase, row: int) -> HttpResponse:
    """Write down that a receiver was told."""
    found = get_object_or_404(CaseReceiver, pk=row, case=case)

    def act() -> None:
        actions.note_receiver_told(receiver=found, acting_user=person(request))

    return _do(request, case, _Task("told", Form(request.POST), act, _("Written down.")))


@require_POST
@for_cases
def note_recovery(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """Write down goods that came back."""
    form = RecoveryForm(case, request.POST, request.FILES)

    def act() -> None:
        data = form.cleaned_data
        row = case.lots.select_related("lot").get(lot_id=data["lot"])
        returned = actions.Returned(**{**data, "lot": row.lot})
        actions.note_recovery(case=case, returned=returned, acting_user=person(request))

    return _do(request, case, _Task("recovery", form, act, _("Written down.")))


@require_POST
@for_cases
def close(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """End a recall."""
    form = CloseForm(request.POST)

    def act() -> None:
        actions.close_case(case=case, acting_user=person(request), **form.cleaned_data)

    return _do(request, case, _Task("close", form, act, _("The case is closed.")))


@require_POST
@for_cases
def drop(request: HttpRequest, case: RecallCase) -> HttpResponse:
    """End a doubt without a recall."""
    form = ReasonForm(request.POST)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        actions.drop_case(case=case, reason=reason, acting_user=person(request))

    return _do(request, case, _Task("drop", form, act, _("The case is closed.")))


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """List every recall there ever was."""
    page = Paginator(public_cases(), PAGE).get_page(request.GET.get("trang"))
    shown = set(shown_cases().values_list("pk", flat=True))
    rows = [(case, case.pk in shown) for case in page]
    return render(request, "recall/public_list.html", {"page": page, "rows": rows})


@require_safe
def public_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show one recall to everybody."""
    case = get_object_or_404(public_cases(), number=number)
    context = {"case": case, "lots": public_lots(case)}
    return render(request, "recall/public_page.html", context)


@dataclass(frozen=True, slots=True)
class _Task:
    """One thing to do: its form, the verb, what to say afterwards."""

    name: str
    form: Form
    act: Callable[[], None]
    told: str


@dataclass(frozen=True, slots=True)
class _Forms:
    """The form that was answered with a fault, by name."""

    bound: dict[str, Form] = field(default_factory=dict)

    def get(self, name: str, fresh: Callable[[], Form]) -> Form:
        return self.bound.get(name) or fresh()


def _do(request: HttpRequest, case: RecallCase, task: _Task) -> HttpResponse:
    """Do it and show the page anew; with a fault, show what was typed beside it."""
    if task.form.is_valid():
        try:
            task.act()
        except DomainError as error:
            messages.error(request, error.title())
            task.form.add_error(None, error.title())
            case.refresh_from_db()
            return _page(request, case, _Forms({task.name: task.form}), error.http_status)
        messages.success(request, task.told)
        return redirect("origin_recall:case", case.number)
    return _page(request, case, _Forms({task.name: task.form}), 422)


def _page(request: HttpRequest, case: RecallCase, forms: _Forms, status: int = 200) -> HttpResponse:
    if not cases_of(person(request)).filter(pk=case.pk).exists():
        raise Http404
    view = case_view(case, person(request))
    waiting = [str(line.row.lot_id) for line in view.lines if line.state == "waiting"]
    is_draft = case.state == CaseState.DRAFT
    context = {
        "view": view,
        "case": case,
        "lot_forms": [(line, forms.bound.get(f"lot{line.row.pk}")) for line in view.lines],
        "receivers": case.receivers.all(),
        "recoveries": recoveries_of(case),
        "starts": case.starts.all(),
        "sources": sources_of([one.uri for one in case.starts.all()]) if is_draft else [],
        "reach_form": forms.get("reach", lambda: ReachForm(initial={"reach": case.reach})),
        "authority_form": forms.get("authority", AuthorityForm),
        "decide_form": forms.get("decide", lambda: DecideForm(initial={"seen": ",".join(waiting)})),
        "recovery_form": forms.get("recovery", lambda: RecoveryForm(case)),
        "close_form": forms.get("close", CloseForm),
        "drop_form": forms.get("drop", ReasonForm),
        "tab": "log",
    }
    return render(request, "recall/case.html", context, status=status)


def _opened(form: CaseForm, request: HttpRequest) -> RecallCase | None:
    """Open the case; None when the form now has errors."""
    user = person(request)
    party = parties_of(user).order_by("pk").first()
    starts: dict[str, str] = {}
    lot = lot_for(user, form.cleaned_data["lot"]) if form.cleaned_data["lot"] else None
    if lot is not None:
        party = lot.item.party
        starts[lot_element(lot)] = f"{lot.item} · {lot.code}"
    typed = form.cleaned_data["code"].strip()
    if typed:
        uri = start_uri(typed, party)
        if not uri:
            form.add_error("code", UnknownStartError(code=typed).title())
            return None
        starts[uri] = typed
    if party is None:
        raise Http404
    try:
        return actions.open_case(
            party=party, starts=starts, words=form.case_words(), acting_user=user
        )
    except DomainError as error:
        form.add_error(None, error.title())
        return None
