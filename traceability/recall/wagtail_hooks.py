"""The desk of staff for recalls, below the back office."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from marketplace.kernel.clock import now
from traceability.lots.access import person
from traceability.recall.access import is_staff_decider
from traceability.recall.core.terms import clock
from traceability.recall.queries import cases_for_desk, needs_word


class DeskMenuItem(MenuItem):
    """Shown to who may decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the visitor may decide recalls."""
        return is_staff_decider(person(request))


@require_safe
@never_cache
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Show the open cases, those with an authority's clock first."""
    if not is_staff_decider(person(request)):
        raise Http404
    rows = [
        (
            case,
            clock(case.authority_decided_at, case.decided_at or now())
            if case.authority_decided_at
            else None,
            needs_word(case),
        )
        for case in cases_for_desk()
    ]
    return render(request, "recall/desk.html", {"rows": rows})


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Mount the desk: ``/quan-tri/thu-hoi/``."""
    return [path("thu-hoi/", desk, name="recall_desk")]


@hooks.register("register_admin_menu_item")
def desk_item() -> MenuItem:
    """Offer the desk."""
    return DeskMenuItem(
        _("Recalls to decide"), reverse("recall_desk"), icon_name="warning", order=295
    )
