"""What every request passes: its id, its theme, the modules' gate, and the page for errors."""

import json
import logging
from collections.abc import Callable

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string, select_template
from django.utils.cache import patch_vary_headers

from marketplace.kernel import requestid, theme, visitor
from marketplace.kernel.active import is_active
from marketplace.kernel.errors import DomainError, TextUnreadableError
from marketplace.kernel.urls import module_of

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponseBase]


class RequestIdMiddleware:
    """Gives the request its id and sends it back, so that a visitor can quote it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        request_id, token = requestid.begin(request.headers.get("X-Request-ID", ""))
        try:
            with visitor.visit(request):
                response = self.get_response(request)
        finally:
            requestid.end(token)
        response["X-Request-ID"] = request_id
        return response


class ThemeMiddleware:
    """Renders the request in the theme it asks for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        with theme.use_theme(theme.choose_theme(request)):
            response = self.get_response(request)
        if theme.LITE in theme.themes():
            patch_vary_headers(response, ["Save-Data"])
        if theme.COOKIE in request.COOKIES:
            patch_vary_headers(response, ["Cookie"])
        return response


class ModuleGateMiddleware:
    """Answers 404 for the pages of modules that are switched off."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> None:
        """Stop before the view when its module is off."""
        match = request.resolver_match
        module = module_of(match) if match else None
        if module and not is_active(module):
            raise Http404(f"module {module} is switched off")


class DomainErrorMiddleware:
    """Shows a `DomainError`: a page for people, ``problem+json`` for machines."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the answer for a domain error; leave everything else to Django."""
        if isinstance(error, DataError) and holds_nul(request):
            error = TextUnreadableError()  # PostgreSQL refuses it; no person ever types it
        if not isinstance(error, DomainError):
            return None
        logger.info("refused %s: %s", request.path, error)
        if wants_json(request):
            return problem(error)
        return error_page(request, error)


def holds_nul(request: HttpRequest) -> bool:
    """Say whether the address or a form of the request holds the character NUL."""
    fields = [*request.GET.lists(), *request.POST.lists()]
    return "\x00" in request.path or any(
        "\x00" in "".join([name, *texts]) for name, texts in fields
    )


def wants_json(request: HttpRequest) -> bool:
    """Say whether the client prefers JSON to a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def problem(error: DomainError) -> HttpResponse:
    """Return ``error`` as problem details.

    Source: RFC 9457, section 3.
    """
    body = {"type": "about:blank", "title": error.title(), "status": error.http_status}
    return HttpResponse(
        json.dumps({**body, "code": error.code}, ensure_ascii=False),
        content_type="application/problem+json; charset=utf-8",
        status=error.http_status,
    )


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return ``error`` as a page in the shop's layout, or in a bare one without themes."""
    layout = select_template(["layout/base.html", "kernel/plain.html"])
    context = {"error": error, "layout": layout.template}
    page = render_to_string("kernel/error.html", context, request=request)
    return HttpResponse(page, status=error.http_status)
