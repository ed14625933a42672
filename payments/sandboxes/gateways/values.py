"""What the kit and its gateways say to each other."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

from payments.sandboxes.common.wsgi import Answer

Fields: TypeAlias = "Mapping[str, object]"

OPEN, PAID, HELD, FAILED, CANCELLED = "open", "paid", "held", "failed", "cancelled"
PENDING, DONE, REFUSED = "pending", "done", "refused"
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Something to pay at a gateway. Times are Unix seconds.

    Args:
        merchant: who is to be paid, as the gateway calls them.
        order_ref: the merchant's number.
        amount: asked for, in whole đồng.
        state: open, paid, held, failed or cancelled.
        paid: what the buyer paid; more or less than ``amount`` only when the page was told to.
        transaction_id: the gateway's number of the payment; empty until something happened.
        fields: what the merchant sent, and whatever the gateway wants to remember.
        expires_at: when the gateway would close it; the sandbox lets a buyer pay later still.
    """

    id: int
    gateway: str
    merchant: str
    order_ref: str
    amount: int
    currency: str
    state: str
    paid: int
    transaction_id: str
    created_at: float
    settled_at: float | None
    expires_at: float | None
    fields: Fields

    def text(self, name: str) -> str:
        """Return a field as text; empty when it is missing."""
        return str(self.fields.get(name) or "")

    @property
    def is_paid(self) -> bool:
        """Whether the buyer's money was taken."""
        return self.state in {PAID, HELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that goes back to a buyer.

    Args:
        refund_ref: the merchant's number.
        number: the gateway's number.
        state: pending, done or refused.
        due_at: when a pending one is done; None when it waits for a person.
    """

    id: int
    gateway: str
    merchant: str
    order_id: int
    refund_ref: str
    number: str
    amount: int
    state: str
    created_at: float
    due_at: float | None
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something to tell the merchant until it is taken.

    Args:
        name: which notice it is, the gateway's own word.
        url: where to; empty when nobody is told.
        fields: what every try says; signed and dated anew by ``Gateway.letter``.
    """

    name: str
    url: str
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One call of the merchant."""

    method: str
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the merchant answered; no status means no answer in time."""

    status: int | None
    said: str

    @property
    def is_success(self) -> bool:
        """Whether it was a 2xx."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call of a gateway, raw: signatures are checked over these very bytes.

    Args:
        path: within the gateway, with its slash.
        query: what follows ``?``, undecoded.
        host: scheme, host and port it came to.
        headers: names in lower case.
    """

    method: str
    path: str
    query: str
    body: bytes
    host: str
    headers: Mapping[str, str]

    def asked(self) -> dict[str, str]:
        """Return the query's fields, decoded."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def form(self) -> dict[str, str]:
        """Return the body's fields as a form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def json(self) -> dict[str, object]:
        """Return the body as a JSON object; empty when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a person does at the buyer's page.

    Args:
        outcome: paid, held, failed or cancelled.
        amount: paid; None for what is asked.
        times: how often each notice is sent; 0 keeps silent.
    """

    outcome: str = PAID
    amount: int | None = None
    times: int = 1


class SandboxError(Exception):
    """The sandbox cannot do this; the message says why."""


class NotOpenError(SandboxError):
    """The order is settled already."""


class DuplicateOrderError(SandboxError):
    """The merchant has used this number."""

    def __init__(self, order: Order) -> None:
        super().__init__(order.order_ref)
        self.order = order


class DuplicateRefundError(SandboxError):
    """The merchant has used this number of a refund."""

    def __init__(self, refund: Refund) -> None:
        super().__init__(refund.refund_ref)
        self.refund = refund


class NotPaidError(SandboxError):
    """There is nothing to give back."""


class TooMuchError(SandboxError):
    """More would go back than came."""


def as_json(fields: Fields, *, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """Return fields as a JSON answer."""
    return Answer(
        body=json.dumps(fields, ensure_ascii=False, separators=(",", ":")), kind=JSON, status=status
    )
