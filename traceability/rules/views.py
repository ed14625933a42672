"""A party's own pages: what is missing in a lot, what was found, its certificates."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.kernel.errors import DomainError
from traceability.lots.access import for_members, for_parties, person
from traceability.lots.models import Lot
from traceability.lots.queries import parties_of
from traceability.places.views import take_over
from traceability.rules import actions
from traceability.rules.forms import CertificateForm, ExplainForm, GoodsForm
from traceability.rules.models import Certificate
from traceability.rules.queries import certificate_rows, certificates_of, findings, gaps
from traceability.rules.words import article_words, finding_sentence

_FORMS = ["GET", "HEAD", "POST"]


@require_safe
@for_members
def gaps_page(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Show what is missing, article by article, and what was found about the lot."""
    found = gaps(lot)
    groups = [(article_words(name), list(some)) for name, some in groupby(found, _article)]
    told = [(row, finding_sentence(row)) for row in findings(lot)]
    context = {
        "lot": lot,
        "groups": groups,
        "blocking": sum(gap.is_blocking for gap in found),
        "findings": told,
        "held": certificates_of(lot),
        "tab": "log",
    }
    return render(request, "origin_rules/gaps.html", context)


def _article(gap: object) -> str:
    return str(getattr(gap, "article", ""))


@require_http_methods(_FORMS)
@for_members
def explain(request: HttpRequest, lot: Lot, finding: UUID) -> HttpResponse:
    """Keep the party's explanation of a finding."""
    found = findings(lot).filter(uuid=finding).first()
    if found is None:
        raise Http404
    form = ExplainForm(request.POST or None, initial={"reason": found.reason})
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.explain_finding(finding=found, reason=reason, acting_user=person(request))
        except DomainError as error:
            form.add_error("reason", error.title())
        else:
            messages.success(request, _("Written down."))
            return redirect("origin_rules:gaps", lot=lot.link_code)
    context = {
        "form": form,
        "lot": lot,
        "finding": found,
        "sentence": finding_sentence(found),
        "tab": "log",
    }
    status = 422 if form.errors else 200
    return render(request, "origin_rules/explain.html", context, status=status)


@require_http_methods(_FORMS)
@for_members
def goods(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Write down what is told of the goods: GTIN, picture, warning, best before."""
    facts = getattr(lot.item, "facts", None)
    start = {
        "picture": lot.item.picture,
        "warning": facts.warning if facts else "",
        "needs_no_warning": facts.needs_no_warning if facts else False,
    }
    form = GoodsForm(lot, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            _told(form, lot, request)
        except ValidationError as error:
            _take_over_goods(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("origin_rules:gaps", lot=lot.link_code)
    context = {"form": form, "lot": lot, "tab": "log"}
    status = 422 if form.errors else 200
    return render(request, "origin_rules/goods.html", context, status=status)


@transaction.atomic
def _told(form: GoodsForm, lot: Lot, request: HttpRequest) -> None:
    user = person(request)
    last = form.cleaned_data.get("best_before")
    if last:
        actions.set_best_before(lot=lot, best_before=last, acting_user=user)
    actions.tell_goods(item=lot.item, draft=form.draft(), acting_user=user)


def _take_over_goods(form: GoodsForm, error: ValidationError) -> None:
    for name, sentences in error.message_dict.items():
        field = {"gtin14": "gtin", "__all__": "best_before"}.get(name, name)
        form.add_error(field if field in form.fields else None, sentences)


@require_safe
@for_parties
def certificates(request: HttpRequest) -> HttpResponse:
    """List the certificates of the visitor's parties, those that hold first."""
    rows = certificate_rows(Certificate.objects.filter(party__in=parties_of(person(request))))
    return render(request, "origin_rules/certificates.html", {"rows": rows, "tab": "log"})


@require_http_methods(_FORMS)
@for_parties
def new_certificate(request: HttpRequest) -> HttpResponse:
    """Hand in a certificate."""
    form = CertificateForm(person(request), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _handed_in(form, request):
        messages.success(request, _("The certificate is written down. We look at it soon."))
        return redirect("origin_rules:certificates")
    status = 422 if form.errors else 200
    context = {"form": form, "tab": "log"}
    return render(request, "origin_rules/certificate_form.html", context, status=status)


def _handed_in(form: CertificateForm, request: HttpRequest) -> bool:
    data = form.cleaned_data
    try:
        actions.add_certificate(
            party=data["party"],
            draft=form.draft(),
            paper=data["paper"],
            acting_user=person(request),
        )
    except DomainError as error:
        form.add_error("number", error.title())
    except ValidationError as error:
        take_over(form, error)
    else:
        return True
    return False
