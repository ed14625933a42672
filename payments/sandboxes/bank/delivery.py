"""Telling the shop: one thread that posts what is due and writes down every try."""

import json
import time
from dataclasses import dataclass
from typing import Final

from payments.sandboxes.bank.core import dialects, notices
from payments.sandboxes.bank.store import DELIVERED, GIVEN_UP, WAITING, DueNotice, Store, Try
from payments.sandboxes.common.calling import NO_ANSWER, call

TIMEOUT: Final = 30
"""Seconds the shop has to answer, as at SePay; not sped up."""


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
            status, said = call(
                "POST", letter.url, body=letter.body, headers=letter.headers, timeout=TIMEOUT
            )
        except NO_ANSWER as error:
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
