"""The back office's own content security policy: Wagtail's admin draws itself with inline code."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponseBase]

HEADER = "Content-Security-Policy"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""Frames of its own are the page previews; nothing of a stranger is ever loaded."""


class BackOfficePolicyMiddleware:
    """Sets the policy for staff's pages; the public pages' policy then stays away from them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and mark answers of the back office."""
        response = self.get_response(request)
        if request.path.startswith(reverse("wagtailadmin_home")):
            response.headers.setdefault(HEADER, POLICY)
        return response
