"""What a gateway does with the kit: keeps orders, settles them, gives money back, tells of it."""

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from payments.sandboxes.gateways.demo import secrets_of
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.hooks import Hooks
from payments.sandboxes.gateways.store import Fault, Store
from payments.sandboxes.gateways.values import (
    DONE,
    HELD,
    OPEN,
    PENDING,
    REFUSED,
    DuplicateOrderError,
    DuplicateRefundError,
    Fields,
    NotOpenError,
    NotPaidError,
    Order,
    Press,
    Refund,
    SandboxError,
    Told,
    TooMuchError,
)

FORGERY: Final = "-forged"
_count = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One gateway's books, as seen from one request or from the courier.

    Args:
        host: scheme, host and port the sandbox is called at; empty for the courier.
        forging: answers are to be signed with wrong secrets.
    """

    gateway: Gateway
    store: Store
    hooks: Hooks
    time_scale: float = 1
    host: str = ""
    forging: bool = False

    @property
    def now(self) -> float:
        """Unix seconds."""
        return time.time()

    def secrets(self, merchant: str) -> Mapping[str, str] | None:
        """Return a merchant's secrets to check with; None when there is no such merchant."""
        return secrets_of(self.gateway.code, merchant)

    def signing(self, merchant: str) -> Mapping[str, str]:
        """Return the secrets to sign an answer with; wrong ones while the fault is played."""
        known = self.secrets(merchant) or {}
        end = FORGERY if self.forging else ""
        return {name: secret + end for name, secret in known.items()}

    def hook(self, merchant: str, name: str) -> str:
        """Return the address agreed for a notice; empty when none was."""
        code = self.gateway.code
        return self.store.hook(code, merchant, name) or self.hooks.url_for(code, merchant, name)

    def page(self, order: Order) -> str:
        """Return the address of the buyer's page."""
        return f"{self.host}/{self.gateway.code}/tra/{order.id}"

    def open(
        self,
        *,
        merchant: str,
        order_ref: str,
        amount: int,
        fields: Fields,
        expires_at: float | None = None,
        currency: str = "VND",
    ) -> Order:
        """Keep a new order.

        Raises:
            DuplicateOrderError: the merchant has used this number; it has the order.
        """
        wanted = Order(
            id=0,
            gateway=self.gateway.code,
            merchant=merchant,
            order_ref=order_ref,
            amount=amount,
            currency=currency,
            state=OPEN,
            paid=0,
            transaction_id="",
            created_at=self.now,
            settled_at=None,
            expires_at=expires_at,
            fields=fields,
        )
        made = self.store.add_order(wanted)
        if made is None:
            known = self.order(merchant, order_ref)
            raise DuplicateOrderError(known or wanted)
        return made

    def order(self, merchant: str, order_ref: str) -> Order | None:
        """Return a merchant's order."""
        return self.store.order(self.gateway.code, merchant, order_ref)

    def order_of(self, merchant: str, transaction_id: str) -> Order | None:
        """Return the order that was paid under the gateway's number."""
        return self.store.order_by_transaction(self.gateway.code, merchant, transaction_id)

    def settle(self, order: Order, press: Press) -> Order:
        """Let a person pay, fail or cancel, and return the order as it is now.

        Raises:
            NotOpenError: it is settled already.
            SandboxError: the merchant said no when it was asked.
        """
        if order.state not in {OPEN, HELD}:
            raise NotOpenError(order.order_ref)
        if reason := self.gateway.refuses(order, press, self):
            raise SandboxError(reason)
        settled = self._settled(order, press)
        told = [one for one in self.gateway.tells(settled, self) for _ in range(press.times)]
        if not self.store.settle(settled, told, self.now):
            raise NotOpenError(order.order_ref)
        return settled

    def _settled(self, order: Order, press: Press) -> Order:
        changed = replace(
            order,
            state=press.outcome,
            settled_at=self.now,
            transaction_id=order.transaction_id or self.gateway.transaction_id(self.number()),
        )
        if not changed.is_paid:
            return replace(changed, paid=0)
        return replace(changed, paid=order.amount if press.amount is None else press.amount)

    def tell(self, order: Order, told: Told, *, times: int = 1) -> None:
        """Tell the merchant something more about an order."""
        self.store.tell(order.id, [told] * times, self.now)

    def refund(
        self, order: Order, *, refund_ref: str, amount: int, fields: Fields, wait: float = 0
    ) -> Refund:
        """Give money back, now or after ``wait`` seconds.

        The faults ``refund_refused`` and ``refund_pending`` (until a person decides) count here.

        Raises:
            DuplicateRefundError: the merchant has used this number; it has the refund.
            NotPaidError: nothing was paid.
            TooMuchError: more would go back than came.
        """
        code = self.gateway.code
        known = self.store.refund(code, order.merchant, refund_ref)
        if known is not None:
            raise DuplicateRefundError(known)
        if not order.is_paid or amount <= 0:
            raise NotPaidError(order.order_ref)
        state, due_at = self._refund_state(wait)
        wanted = Refund(
            id=0,
            gateway=code,
            merchant=order.merchant,
            order_id=order.id,
            refund_ref=refund_ref,
            number=str(self.number()),
            amount=amount,
            state=state,
            created_at=self.now,
            due_at=due_at,
            fields=fields,
        )
        made = self.store.add_refund(wanted)
        if made is None:
            raise TooMuchError(refund_ref)
        return made

    def _refund_state(self, wait: float) -> tuple[str, float | None]:
        code = self.gateway.code
        if self.store.take_fault(code, "", kind="refund_refused"):
            return REFUSED, None
        if self.store.take_fault(code, "", kind="refund_pending"):
            return PENDING, None
        return (PENDING, self.now + wait / self.time_scale) if wait else (DONE, None)

    def find_refund(self, merchant: str, refund_ref: str) -> Refund | None:
        """Return a merchant's refund."""
        return self.store.refund(self.gateway.code, merchant, refund_ref)

    def end_refund(self, refund: Refund, *, state: str = DONE) -> bool:
        """End a pending refund and tell of it; False when it was not pending."""
        if not self.store.close_refund(refund, state=state):
            return False
        order = self.store.order_by_id(refund.gateway, refund.order_id)
        if order is not None:
            ended = replace(refund, state=state, due_at=None)
            self.store.tell(order.id, self.gateway.tells_of_refund(ended, order, self), self.now)
        return True

    def fault(self, kind: str) -> Fault | None:
        """Return a fault of the gateway's own kind when it is to be played now."""
        return self.store.take_fault(self.gateway.code, "", kind=kind)

    def number(self) -> int:
        """Return a number of 15 digits that grows; a new file repeats none that a shop has seen."""
        return int(self.now * 1000) * 100 + next(_count) % 100
