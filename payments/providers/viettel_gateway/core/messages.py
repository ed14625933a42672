"""What Viettel Money's newer gateway and we say to each other. Pure.

All bodies are JSON; amounts are whole đồng. Source: as `signing`. What ``transactionStatus`` can be
beside 1 (success) was found nowhere: 0 and 2 are read as in the older gateway, all else is unknown.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from payments.core.notice_fields import (
    VIETNAM,
    NoticeError,
    inner_object,
    json_object,
    text,
    whole_dong,
)

OK: Final = "00"
PAYMENT: Final = "PAYMENT"
REFUND: Final = "REFUND"
WAYS: Final = ("WEB", "QR", "DEEPLINK")
_ACCEPTED: Final = frozenset({OK, "SUCCESS"})
_ORDER_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")


class Status(StrEnum):
    """What became of a payment or a refund."""

    NOT_FOUND = "not_found"
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


_STATUSES: Final[Mapping[int, Status]] = {0: Status.PENDING, 1: Status.DONE, 2: Status.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A transaction to create.

    Args:
        way: one of ``WAYS``.
        minutes: how long it can be paid.
    """

    order_id: str
    amount: int
    description: str
    way: str
    return_url: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """What the buyer is shown; which of the three is filled depends on the way."""

    url: str
    qr_code: str
    deep_link: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An order confirmation: the gateway asks before it takes the money."""

    order_id: str
    merchant_code: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a payment or of a refund (``is_refund``: then the order is our refund).

    ``merchant_code`` and ``paid_at`` may be missing in an answer to a search.
    """

    order_id: str
    merchant_code: str
    is_refund: bool
    status: Status
    amount: int
    currency: str
    request_id: str
    paid_at: datetime | None
    error_code: str


def body(fields: Mapping[str, object]) -> bytes:
    """Return a body to sign and send; these very bytes are signed."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def create(wanted: Wanted) -> bytes:
    """Return the body of create-transaction."""
    return body(
        {
            "orderId": wanted.order_id,
            "transAmount": wanted.amount,
            "description": wanted.description,
            "returnType": wanted.way,
            "returnUrl": wanted.return_url,
            "cancelUrl": wanted.return_url,
            "expireAfter": wanted.minutes,
        }
    )


def read_created(content: bytes, *, wanted: Wanted) -> Created | None:
    """Return what create-transaction answered; ``None`` when it was refused.

    Raises:
        NoticeError: the answer is not what was promised, or speaks of another order or amount.
    """
    fields = json_object(content)
    if text(fields, "status") not in _ACCEPTED:
        return None
    data = inner_object(fields, "data")
    if text(data, "orderId", required=True) != wanted.order_id:
        raise NoticeError("the answer is of another order")
    if whole_dong(data, "transAmount") != wanted.amount:
        raise NoticeError("the answer is of another amount")
    return Created(
        url=text(data, "url"),
        qr_code=text(data, "qrCode"),
        deep_link=text(data, "deepLink"),
        request_id=text(data, "vtRequestId"),
    )


def search(order_id: str) -> bytes:
    """Return the body of search-transaction for a payment."""
    return body({"orderId": order_id})


def search_refund(request_id: str) -> bytes:
    """Return the body of search-transaction for the refunds of a payment (the gateway's number)."""
    return body({"originalRequestId": request_id})


def refund(*, refund_ref: str, request_id: str, amount: int, reason: str) -> bytes:
    """Return the body of refund-transaction: ``refund_ref`` ours, ``request_id`` theirs."""
    return body(
        {
            "orderId": refund_ref,
            "originalRequestId": request_id,
            "transAmount": amount,
            "description": reason,
        }
    )


def read_asked(content: bytes) -> Asked:
    """Return what an order confirmation asks.

    Raises:
        NoticeError: the body is not what was promised.
    """
    fields = json_object(content)
    return Asked(
        order_id=_order_id(fields),
        merchant_code=text(fields, "merchantCode", required=True),
        amount=whole_dong(fields, "transAmount"),
        currency=text(fields, "currency") or "VND",
    )


def read_told(content: bytes) -> Told:
    """Return what a notice (IPN) says.

    Raises:
        NoticeError: the body is not what was promised, or money was taken under no number.
    """
    return _told(json_object(content))


def read_found(content: bytes) -> list[Told]:
    """Return what search-transaction found; empty when it knows nothing.

    Raises:
        NoticeError: the answer is not what was promised.
    """
    fields = json_object(content)
    rows = fields.get("data")
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NoticeError("data is not a list of objects")
    return [_told(row) for row in rows]


def read_refunded(content: bytes, *, refund_ref: str) -> tuple[Status, str, str]:
    """Return status, the gateway's number and its code of a refund.

    Raises:
        NoticeError: the answer is not what was promised, or speaks of another refund.
    """
    fields = json_object(content)
    accepted = text(fields, "status")
    if not isinstance(fields.get("data"), dict):
        refused = accepted not in _ACCEPTED
        return (Status.FAILED if refused else Status.UNKNOWN), "", accepted
    data = inner_object(fields, "data")
    if text(data, "orderId", required=True) != refund_ref:
        raise NoticeError("the answer is of another refund")
    code = text(data, "errorCode") or accepted
    if accepted not in _ACCEPTED:
        return Status.FAILED, "", code
    return _status(data, text(data, "errorCode")), text(data, "vtRequestId"), code


def _told(fields: Mapping[str, object]) -> Told:
    kind = text(fields, "type") or PAYMENT
    if kind not in {PAYMENT, REFUND}:
        raise NoticeError("type is neither PAYMENT nor REFUND")
    error_code = text(fields, "errorCode")
    status = _status(fields, error_code)
    request_id = text(fields, "vtRequestId")
    if status is Status.DONE and not request_id:
        raise NoticeError("money was moved under no number")
    return Told(
        order_id=_order_id(fields),
        merchant_code=text(fields, "merchantCode"),
        is_refund=kind == REFUND,
        status=status,
        amount=whole_dong(fields, "transAmount"),
        currency=text(fields, "currency") or "VND",
        request_id=request_id,
        paid_at=_time(text(fields, "paymentDate")),
        error_code=error_code,
    )


def _status(fields: Mapping[str, object], error_code: str) -> Status:
    """Return what ``transactionStatus`` means; success beside an error is unknown."""
    value = fields.get("transactionStatus")
    if isinstance(value, bool) or not isinstance(value, int):
        raise NoticeError("transactionStatus is not a number")
    found = _STATUSES.get(value, Status.UNKNOWN)
    contradicts = found is Status.DONE and error_code not in {"", OK}
    return Status.UNKNOWN if contradicts else found


def _order_id(fields: Mapping[str, object]) -> str:
    order_id = text(fields, "orderId", required=True)
    if _ORDER_ID.match(order_id) is None:
        raise NoticeError("orderId has another form")
    return order_id


def _time(written: str) -> datetime | None:
    """Return a time as ISO 8601 writes it, of Vietnam where no zone stands there; else ``None``.

    Its form was only guessed at, so another one is no reason to refuse money.
    """
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=VIETNAM)
