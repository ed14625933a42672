"""The network address of whoever the current request came from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

_current: ContextVar[str] = ContextVar("visitor_address", default="")


def current_address() -> str:
    """Return the address the request under way came from; empty outside of one."""
    return _current.get()


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address: behind our proxy, what the proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and settings.SECURE_PROXY_SSL_HEADER:
        return str(forwarded).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


@contextmanager
def visit(request: HttpRequest) -> Iterator[None]:
    """Remember where ``request`` came from while it is answered."""
    token = _current.set(address_of(request))
    try:
        yield
    finally:
        _current.reset(token)
