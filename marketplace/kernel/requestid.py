"""One id per request, in its log lines, its audit rows and its answer."""

import logging
import re
import secrets
from contextvars import ContextVar, Token

_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request (or task) under way; empty outside of one."""
    return _current.get()


def begin(offered: str = "") -> tuple[str, Token[str]]:
    """Start a request: keep the id a proxy offered if it is harmless, else make one."""
    request_id = offered if _ACCEPTED.fullmatch(offered) else secrets.token_hex(8)
    return request_id, _current.set(request_id)


def end(token: Token[str]) -> None:
    """Finish what `begin` started."""
    _current.reset(token)


class RequestIdFilter(logging.Filter):
    """Adds ``request_id`` to every record, ``-`` outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        record.request_id = current_request_id() or "-"
        return True
