"""Answers scans before sessions, cookies and the visitor's choices are even looked at."""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_resolver

from marketplace.kernel.active import is_active
from traceability.resolver.compressed import CompressedLink
from traceability.resolver.core.anchors import PRIMARY_KEYS

Handler = Callable[[HttpRequest], HttpResponseBase]

_PRINTED = re.compile(
    rf"/(?:(?:[qQ]|{'|'.join(PRIMARY_KEYS)})/|\.well-known/(?:gs1resolver|linkset-context))"
    rf"|/{CompressedLink.regex}/?$"
)


class ScanMiddleware:
    """A scan page is one short read: it passes by everything that belongs to the shop.

    So no cookie is read or set, answers vary by language alone, and the page costs what it costs
    however many modules a shop has. Switched off, the module's pages are nobody's: 404.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a printed address, pass on everything else."""
        if not _PRINTED.match(request.path) or not is_active("traceability"):
            return self.get_response(request)
        try:
            match = get_resolver("traceability.resolver.urls").resolve(request.path)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response
