"""Doing what is due: late payments, refunds that end, and notices with every try written down."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from payments.sandboxes.common.calling import NO_ANSWER, call
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.store import DELIVERED, GIVEN_UP, WAITING, DueNotice, Store, Try
from payments.sandboxes.gateways.values import Heard, Press, SandboxError

AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Works through what is due.

    Args:
        desks: of every gateway, by code.
    """

    store: Store
    desks: Mapping[str, Desk]
    time_scale: float = 1

    def do_due(self) -> None:
        """Do everything whose time has come, once."""
        now = time.time()
        for order, press in self.store.presses_due(now):
            self._press(self.desks[order.gateway], order.order_ref, order.merchant, press)
        for refund in self.store.refunds_due(now):
            self.desks[refund.gateway].end_refund(refund)
        due = self.store.due(time.time())
        if due:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(self._deliver, due))

    def _press(
        self, desk: Desk, order_ref: str, merchant: str, press: Mapping[str, object]
    ) -> None:
        order = desk.order(merchant, order_ref)
        amount = press.get("amount")
        wanted = Press(
            outcome=str(press["outcome"]),
            amount=None if amount is None else int(str(amount)),
            times=int(str(press["times"])),
        )
        try:
            if order is not None:
                desk.settle(order, wanted)
        except SandboxError:
            return  # someone was faster, or the merchant said no: the page shows the order as it is

    def _deliver(self, notice: DueNotice) -> None:
        desk = self.desks[notice.order.gateway]
        made = self._call(desk, notice)
        heard = Heard(status=made.status, said=made.said)
        waits, tried = desk.gateway.retry_seconds, notice.tries
        if desk.gateway.took(heard):
            self.store.record(notice.id, made, state=DELIVERED, next_at=None)
        elif tried < len(waits):
            next_at = time.time() + waits[tried] / self.time_scale
            self.store.record(notice.id, made, state=WAITING, next_at=next_at)
        else:
            self.store.record(notice.id, made, state=GIVEN_UP, next_at=None)

    def _call(self, desk: Desk, notice: DueNotice) -> Try:
        now = time.time()
        secrets = desk.secrets(notice.order.merchant) or {}
        letter = desk.gateway.letter(notice.told, secrets=secrets, now=now)
        try:
            status, said = call(
                letter.method,
                letter.url,
                body=letter.body,
                headers=letter.headers,
                timeout=desk.gateway.patience,
            )
        except NO_ANSWER as error:
            return Try(at=now, status=None, said=f"{type(error).__name__}: {error}")
        return Try(at=now, status=status, said=said.decode("utf-8", "replace"))
