"""Answers a stall's page that asks whether something came, before sessions and languages."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from marketplace.kernel.active import is_active
from marketplace.modules.stalls.listening import last_number, ticket_of, whole_number

Handler = Callable[[HttpRequest], HttpResponseBase]

PATH: Final = "/quay/nghe/"


class ListenMiddleware:
    """200 stalls ask each second, and nearly always nothing came: that answer is one short read.

    Whatever else there is to say goes the long way to `views.listen`.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 204 when nothing new came; pass on everything else."""
        if request.path != PATH or not is_active("marketplace.modules.stalls"):
            return self.get_response(request)
        ticket = ticket_of(request)
        nothing_new = ticket is not None and last_number(ticket) == whole_number(request, "sau")
        if not nothing_new:
            return self.get_response(request)
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
