"""Register one's own party; staff check those that did."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.base.places.forms import wants_search
from marketplace.kernel.errors import DomainError
from traceability.joining.actions import confirm_party, declare_party
from traceability.joining.forms import PartyForm
from traceability.lots.access import person
from traceability.lots.queries import parties_of
from traceability.models import Party

CHECK = "traceability.change_party"
SHOWN = 100


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Take what a new party says of itself, then open its first lot."""
    user = person(request)
    searches = wants_search(request.POST, "ward")
    form = PartyForm(request.POST or None, initial={"phone": user.phone or ""})
    if request.method == "POST" and not searches and form.is_valid():
        party = _declared(form, request)
        if party is not None:
            messages.success(request, _("%(name)s is registered.") % {"name": party.name})
            return redirect("lots:new")
    if searches:
        form = PartyForm(initial=_typed(request))
    context = {"form": form, "has_party": parties_of(user).exists(), "tab": "log"}
    status = 422 if form.errors else 200
    return render(request, "origin_joining/register.html", context, status=status)


@never_cache
@permission_required(CHECK, raise_exception=True)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the parties that registered themselves and wait for a check."""
    declared = Party.objects.filter(is_declared=True).order_by("created_at", "pk")
    context = {"parties": declared.prefetch_related("members")[:SHOWN]}
    return render(request, "origin_joining/waiting.html", context)


@permission_required(CHECK, raise_exception=True)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that this party is who it says it is."""
    party = get_object_or_404(Party, pk=pk)
    confirm_party(party=party, acting_user=person(request))
    messages.success(request, _("%(name)s is checked.") % {"name": party.name})
    return redirect("origin_joining:waiting")


def _declared(form: PartyForm, request: HttpRequest) -> Party | None:
    try:
        return declare_party(draft=form.draft(), acting_user=person(request))
    except DomainError as error:
        form.add_error("name", error.title())
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _typed(request: HttpRequest) -> dict[str, object]:
    """Return what stands in the form while its ward is searched: nothing typed is lost."""
    typed = {name: request.POST.get(name, "") for name in ("kind", "name", "street", "phone")}
    ward = PartyForm.base_fields["ward"].widget.value_from_datadict(request.POST, {}, "ward")
    return {**typed, "ward": ward, "consent": "consent" in request.POST}
