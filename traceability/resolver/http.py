"""What every answer to a scan shares: language, headers, who asks."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from marketplace.kernel.clock import now
from marketplace.kernel.ratelimit import allow
from traceability import conf
from traceability.gs1.digital_link import escape
from traceability.resolver import look
from traceability.resolver.counting import device_of

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
        patch_vary_headers(response, ["Accept-Language", "Accept-Encoding"])
        return response

    return answer


def chosen_language(request: HttpRequest) -> str:
    """Return the first offered language that was asked for."""
    offered = conf.languages()
    wished = (tag.split("-")[0] for tag in wished_languages(request))
    return next((tag for tag in wished if tag in offered), settings.LANGUAGE_CODE)


def wished_languages(request: HttpRequest) -> Sequence[str]:
    """Return the tags that were asked for, the most wanted first."""
    chosen = request.GET.get("l", "")
    header = request.headers.get("Accept-Language", "").lower()
    tags = [tag for tag, weight in parse_accept_lang_header(header) if weight > 0 and tag != "*"]
    return [chosen, *tags] if chosen else tags


def html_answer(html: str | bytes, caching: str, status: int = 200) -> HttpResponse:
    """Return a page with its policy."""
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = caching
    response.headers["Content-Security-Policy"] = look.policy()
    response.headers["X-Frame-Options"] = "DENY"
    return response


def may(what: str, request: HttpRequest, limit: int, hours: int) -> bool:
    """Count one use of this device and say whether it is within the limit."""
    day = timezone.localdate(now())
    device = device_of(address_of(request), "", what, day).hex()
    return allow(f"origin:{what}:{device}", limit, timedelta(hours=hours))


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address: behind our proxy, what the proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and settings.SECURE_PROXY_SSL_HEADER:
        return str(forwarded).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def agent_of(request: HttpRequest) -> str:
    """Return the browser's name for itself."""
    return str(request.META.get("HTTP_USER_AGENT", ""))


def raw_path(request: HttpRequest) -> str:
    """Return the path as it was sent: WSGI's own is decoded, and ``%2F`` would become a slash."""
    sent = request.META.get("RAW_URI") or request.META.get("REQUEST_URI") or ""
    path = str(sent).partition("?")[0]
    return path if path.startswith("/") else escape_path(request.path)


def escape_path(path: str) -> str:
    """Return a decoded path percent-encoded again, its slashes kept."""
    return "/".join(escape(part, in_query=False) for part in path.split("/"))


def query_of(request: HttpRequest) -> str:
    """Return the query with its question mark; empty for none."""
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
