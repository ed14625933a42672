"""The policies: the version in force, and every older one at its own address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from marketplace.shop.models import PolicyVersion
from marketplace.shop.queries import current_policies


@require_GET
def current(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the version in force."""
    found = next((policy for policy in current_policies() if policy.kind == kind), None)
    if found is None:
        raise Http404
    return _show(request, found)


@require_GET
def version(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """Show one version, as an order names it."""
    return _show(request, get_object_or_404(PolicyVersion, kind=kind, version=version))


def _show(request: HttpRequest, policy: PolicyVersion) -> HttpResponse:
    context = {"policy": policy, "text": policy.text(get_language() or "vi")}
    return render(request, "shop/policy.html", context)
