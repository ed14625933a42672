"""A party's own pages about its codes: links, and the phone that packs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from traceability.lots.access import for_parties, person
from traceability.lots.queries import parties_of
from traceability.resolver.actions import pack_here
from traceability.resolver.counting import packing_device_of
from traceability.resolver.http import address_of, agent_of
from traceability.resolver.link_actions import add_link, remove_link
from traceability.resolver.models import Link, PackingDevice
from traceability.resolver.party_forms import PartyLinkForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def links(request: HttpRequest) -> HttpResponse:
    """List the links of the visitor's parties, and add one."""
    form = PartyLinkForm(person(request), request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(form, request):
        messages.success(request, _("The link is there. Scanners find it at once."))
        return redirect("origin:links")
    rows = Link.objects.filter(party__in=form.parties).order_by("anchor", "pk")
    shown = [(link, form.codes.get(link.anchor, (link.anchor, None))[0]) for link in rows]
    context = {"form": form, "rows": shown, "tab": "log"}
    return render(request, "origin/party/links.html", context, status=422 if form.errors else 200)


@require_POST
@for_parties
def remove(request: HttpRequest, link: int) -> HttpResponse:
    """Take a link away."""
    found = Link.objects.filter(pk=link, party__in=parties_of(person(request))).first()
    if found is None:
        raise Http404
    remove_link(link=found, acting_user=person(request))
    messages.success(request, _("The link is gone."))
    return redirect("origin:links")


@require_http_methods(["GET", "HEAD", "POST"])
@for_parties
def packing(request: HttpRequest) -> HttpResponse:
    """Let this phone pack today: its scans are no buyer's and are not counted."""
    user = person(request)
    today = timezone.localdate(now())
    device = packing_device_of(address_of(request), agent_of(request), today)
    if request.method == "POST":
        for party in parties_of(user):
            pack_here(party=party, device=device, acting_user=user)
        messages.success(request, _("This phone packs today. Its scans are not counted."))
        return redirect("origin:packing")
    is_on = PackingDevice.objects.filter(
        party__in=parties_of(user), day=today, device=device
    ).exists()
    return render(request, "origin/party/packing.html", {"is_on": is_on, "tab": "log"})


def _added(form: PartyLinkForm, request: HttpRequest) -> bool:
    try:
        add_link(draft=form.draft(), party=form.party(), acting_user=person(request))
    except DomainError as error:
        form.add_error(None, error.title())
        return False
    return True
