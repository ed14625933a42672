"""The page of the demo's phones."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.modules.sandbox_messages.queries import messages_to

_ON_A_PAGE = 30


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """List messages, newest first, or those to one phone (``so``)."""
    address = request.GET.get("so", "")
    pages = Paginator(messages_to(address), _ON_A_PAGE)
    page = pages.get_page(request.GET.get("trang"))
    context = {"page": page, "address": address}
    response = render(request, "sandbox_messages/messages.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
