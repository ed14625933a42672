"""The pages behind printed codes. They read no cookie and set none."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.kernel.clock import now
from marketplace.kernel.ratelimit import allow
from traceability import conf
from traceability.gs1.digital_link import escape
from traceability.resolver import look, pages
from traceability.resolver.actions import send_report
from traceability.resolver.buffer import Scan, buffer
from traceability.resolver.core.target import Target, TargetError, from_code, from_path
from traceability.resolver.counting import device_of
from traceability.resolver.queries import Found, find, item_of

PRIVATE = "private, no-store"
SHARED = "public, max-age=5"
"""Of a lot's own page: a recall must be everywhere within five seconds."""

Page = Callable[..., HttpResponseBase]


def in_chosen_language(view: Page) -> Page:
    """Answer in the language of ``?l=``, else of the browser, else in Vietnamese."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        language = chosen_language(request)
        with translation.override(language):
            response = view(request, language, *args, **kwargs)
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return answer


def chosen_language(request: HttpRequest) -> str:
    """Return the first offered language that was asked for."""
    wished = [request.GET.get("l", "")]
    header = request.headers.get("Accept-Language", "")
    wished += [tag.split("-")[0] for tag, _weight in parse_accept_lang_header(header.lower())]
    offered = conf.languages()
    return next((tag for tag in wished if tag in offered), settings.LANGUAGE_CODE)


@require_safe
@in_chosen_language
def link_page(request: HttpRequest, language: str) -> HttpResponseBase:
    """Show what a GS1 Digital Link on our domain names, or the level above it."""
    path = _raw_path(request)
    if path.endswith("/"):
        return HttpResponsePermanentRedirect(path.rstrip("/") + _query(request))
    try:
        target = from_path(path)
    except TargetError:
        return _unknown(request, Target(code=path.rpartition("/")[2]), language, status=400)
    return _answer(request, target, language)


@require_safe
@in_chosen_language
def code_page(request: HttpRequest, language: str, code: str) -> HttpResponseBase:
    """Show what a code of ours names; written otherwise than printed, it is redirected."""
    target = from_code(code)
    canonical = f"/q/{escape(target.code, in_query=False)}"
    if request.path.removeprefix("/Q/").removeprefix("/q/") != target.code:
        return HttpResponsePermanentRedirect(canonical + _query(request))
    return _answer(request, target, language)


@require_safe
@in_chosen_language
def typed_page(request: HttpRequest, language: str) -> HttpResponseBase:
    """Look up what somebody typed; without anything, show the form."""
    target = from_code(request.GET.get("m", ""))
    if not target.code:
        return _html(pages.unknown_page(target, language), PRIVATE)
    chosen = f"?l={language}" if "l" in request.GET else ""
    return HttpResponseRedirect(f"/q/{escape(target.code, in_query=False)}{chosen}")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_chosen_language
def report_page(request: HttpRequest, language: str, code: str) -> HttpResponseBase:
    """Take a report of a suspicious pack.

    Without a cookie there is no token to forge and no account to act for: a limit per device is
    the guard.
    """
    code = from_code(code).code.strip("-")
    if request.method != "POST":
        return _html(pages.report_page(code, language), PRIVATE)
    values = {name: request.POST.get(name, "") for name in ("words", "bought_at", "contact")}
    error = "" if values["words"].strip() else _("Write what looks wrong.")
    if not error and not _may("report", request, conf.reports_per_day(), 24):
        error = _("That is a lot of reports for one day. Call us instead.")
    if error:
        return _html(pages.report_page(code, language, values=values, error=error), PRIVATE, 422)
    send_report(code=code, **values)
    return _html(pages.report_page(code, language, is_sent=True), PRIVATE)


def _answer(request: HttpRequest, target: Target, language: str) -> HttpResponseBase:
    found = find(target, language)
    if found is not None:
        return _known(request, found, language)
    item = item_of(target.gtin) if target.gtin else None
    if item and not target.lot and not target.serial:
        return _html(pages.item_page(item, language), SHARED)
    if not _may("unknown", request, conf.unknown_per_hour(), 1):
        html = pages.unknown_page(target, language, is_blocked=True)
        return _html(html, PRIVATE, 429)
    buffer.add_unknown(target.shown, timezone.localdate(now()))
    return _html(pages.unknown_page(target, language, item=item), PRIVATE, 404)


def _known(request: HttpRequest, found: Found, language: str) -> HttpResponseBase:
    html = pages.found_page(found, language)
    if found.serial is None:
        return _html(html, SHARED)
    if request.method == "GET":
        day = timezone.localdate(now())
        device = device_of(_address(request), _agent(request), found.serial.pk, day)
        buffer.add(Scan(found.serial.pk, day, device))
    return _html(html, PRIVATE)


def _unknown(
    request: HttpRequest, target: Target, language: str, *, status: int
) -> HttpResponseBase:
    if not _may("unknown", request, conf.unknown_per_hour(), 1):
        return _html(pages.unknown_page(target, language, is_blocked=True), PRIVATE, 429)
    return _html(pages.unknown_page(target, language), PRIVATE, status)


def _html(html: str, caching: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = caching
    response.headers["Content-Security-Policy"] = look.policy()
    response.headers["X-Frame-Options"] = "DENY"
    return response


def _may(what: str, request: HttpRequest, limit: int, hours: int) -> bool:
    """Count one use of this device and say whether it is within the limit."""
    day = timezone.localdate(now())
    device = device_of(_address(request), "", what, day).hex()
    return allow(f"origin:{what}:{device}", limit, timedelta(hours=hours))


def _address(request: HttpRequest) -> str:
    """Return the visitor's address: behind our proxy, what the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _raw_path(request: HttpRequest) -> str:
    """Return the path as it was sent: WSGI's own is decoded, and ``%2F`` would become a slash."""
    sent = request.META.get("RAW_URI") or request.META.get("REQUEST_URI") or ""
    path = str(sent).partition("?")[0]
    return path if path.startswith("/") else escape_path(request.path)


def escape_path(path: str) -> str:
    """Return a decoded path percent-encoded again, its slashes kept."""
    return "/".join(escape(part, in_query=False) for part in path.split("/"))


def _query(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
