"""Telling the shop: one thread that posts what is due and writes down every try."""

import json
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from payments.sandboxes.bank.core import dialects, notices
from payments.sandboxes.bank.store import DELIVERED, GIVEN_UP, WAITING, DueNotice, Store, Try

TIMEOUT: Final = 30
"""Seconds the shop has to answer, as at SePay; not sped up."""

SOON: Final = 0.2
LONGEST_ANSWER: Final = 4096

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Delivers what is due.

    Args:
        secret: signs each try anew.
        time_scale: how many times faster than SePay the waits are.
    """

    store: Store
    secret: str
    time_scale: float

    def run(self, stop: threading.Event) -> None:
        """Deliver until ``stop`` is set."""
        while not stop.wait(SOON):
            try:
                self.deliver_due()
            except Exception:  # the edge of the thread: it must outlive a full disk
                logger.exception("the sandbox bank could not deliver")

    def deliver_due(self) -> None:
        """Post every notice whose time has come, once."""
        for notice in self.store.due(time.time()):
            made = self._post(notice)
            tries = notice.tries + 1
            wait = notices.seconds_to_next_try(tries, time_scale=self.time_scale)
            state, next_at = _what_follows(made, wait)
            self.store.record(notice.id, made, state=state, next_at=next_at)

    def _post(self, notice: DueNotice) -> Try:
        now = time.time()
        letter = dialects.letter(notice.url, notice.body, secret=self.secret, now=now)
        try:
            status, said = post(letter.url, letter.body, letter.headers)
        except (OSError, HTTPException, ValueError) as error:
            return Try(at=now, status=None, said=f"{type(error).__name__}: {error}")
        return Try(at=now, status=status, said=said.decode("utf-8", "replace"))


def _what_follows(made: Try, wait: float | None) -> tuple[str, float | None]:
    if is_success(made):
        return DELIVERED, None
    return (GIVEN_UP, None) if wait is None else (WAITING, time.time() + wait)


def is_success(made: Try) -> bool:
    """Say whether the shop took the notice: a 2xx and ``{"success": true}``."""
    if made.status is None or made.status // 100 != 2:  # noqa: PLR2004
        return False
    try:
        answer = json.loads(made.said)
    except ValueError:
        return False
    return isinstance(answer, dict) and answer.get("success") is True


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Return status and body of a POST; redirects are answers like any other.

    Raises:
        OSError, HTTPException: no answer.
        ValueError: the address is none.
    """
    parts = urlsplit(url)
    kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(parts.scheme)
    if kind is None or not parts.hostname:
        raise ValueError(f"not an address: {url!a}")
    connection = kind(parts.hostname, parts.port, timeout=TIMEOUT)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.read(LONGEST_ANSWER)
    finally:
        connection.close()
