"""What the ViettelPay gateway v2.0 and we say to each other. Pure.

Every value is held to its form before it counts: the signed text has nothing between its values,
so a value of another form may be a piece of its neighbour. No message of ours that a buyer or a
stranger can see reads as a result in this form (tests/payments/providers/viettel_money).

Source: as `signing`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from payments.core.notice_fields import LARGEST_AMOUNT, NoticeError, json_object

VERSION: Final = "2.0"
INQUIRY: Final = "TRANS_INQUIRY"
REFUND: Final = "REFUND_PAYMENT"
PAYMENT: Final = "PAYMENT"
FULL: Final = "0"

OK: Final = "00"
GIVEN_UP: Final = "V06"

ORDER_ID: Final = re.compile(r"[A-Z0-9-]{1,40}\Z")
_MERCHANT: Final = re.compile(r"[A-Za-z0-9_]{1,64}\Z")
_MSISDN: Final = re.compile(r"[0-9+*x]{0,20}\Z")
_CODE: Final = re.compile(r"[A-Z0-9_]{1,16}\Z")
_TRANSACTION: Final = re.compile(r"[A-Za-z0-9_-]{0,64}\Z")
_STATUS: Final = re.compile(r"(-1|[0-3])\Z")
_AMOUNT: Final = re.compile(r"[1-9][0-9]{0,12}\Z")


class Status(StrEnum):
    """What became of a payment."""

    NOT_FOUND = "not_found"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


_STATUSES: Final[Mapping[str, Status]] = {
    "-1": Status.NOT_FOUND,
    "0": Status.PENDING,
    "1": Status.PAID,
    "2": Status.FAILED,
    "3": Status.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one payment, as the gateway tells it.

    ``transaction_id`` is the gateway's number (``vt_transaction_id``); empty only where nothing was
    taken. ``amount`` is in whole đồng.
    """

    order_id: str
    merchant_code: str
    status: Status
    amount: int
    transaction_id: str
    error_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquired:
    """The answer to TRANS_INQUIRY; the gateway neither names nor signs the amount."""

    order_id: str
    merchant_code: str
    status: Status
    transaction_id: str
    error_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded:
    """The answer to REFUND_PAYMENT; ``refund_id`` is not signed."""

    order_id: str
    error_code: str
    refund_id: str


def status_of(status: str, error_code: str) -> Status:
    """Return what a pair of codes means; a pair that contradicts itself is unknown.

    >>> status_of("1", "00"), status_of("1", "99"), status_of("2", "V06")
    (<Status.PAID: 'paid'>, <Status.UNKNOWN: 'unknown'>, <Status.CANCELLED: 'cancelled'>)
    """
    found = _STATUSES[status]
    if found is Status.PAID and error_code != OK:
        return Status.UNKNOWN
    if found is Status.FAILED and error_code == GIVEN_UP:
        return Status.CANCELLED
    return found


def require(fields: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Return these fields alone.

    Raises:
        NoticeError: one is missing; empty is not missing.
    """
    missing = [name for name in names if name not in fields]
    if missing:
        raise NoticeError(f"{missing[0]} is missing")
    return {name: fields[name] for name in names}


def read_order(fields: Mapping[str, str]) -> tuple[str, str]:
    """Return merchant code and order of a verify call or a question.

    Raises:
        NoticeError: a value has not its form, or the bill is not the order we sent it for.
    """
    order_id = _formed(fields, "order_id", ORDER_ID)
    if fields.get("billcode", order_id) != order_id:
        raise NoticeError("billcode is not the order")
    return _formed(fields, "merchant_code", _MERCHANT), order_id


def read_result(fields: Mapping[str, str]) -> Result:
    """Return what the gateway says became of a payment.

    Raises:
        NoticeError: a value has not its form, or money was taken under no number.
    """
    merchant_code, order_id = read_order(fields)
    _formed(fields, "cust_msisdn", _MSISDN)
    error_code = _formed(fields, "error_code", _CODE)
    status = status_of(_formed(fields, "payment_status", _STATUS), error_code)
    amount = int(_formed(fields, "trans_amount", _AMOUNT))
    transaction_id = _formed(fields, "vt_transaction_id", _TRANSACTION)
    if amount > LARGEST_AMOUNT or (status is Status.PAID and not transaction_id):
        raise NoticeError("money was taken under no number")
    return Result(
        order_id=order_id,
        merchant_code=merchant_code,
        status=status,
        amount=amount,
        transaction_id=transaction_id,
        error_code=error_code,
    )


def json_fields(body: bytes) -> dict[str, str]:
    """Return the texts and whole numbers of a JSON answer as texts; others are left out.

    Raises:
        NoticeError: it is no JSON object.
    """
    found = json_object(body)
    return {
        name: str(value)
        for name, value in found.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }


def read_inquired(fields: Mapping[str, str]) -> Inquired:
    """Return what a signed answer to TRANS_INQUIRY says.

    Raises:
        NoticeError: a value has not its form.
    """
    merchant_code, order_id = read_order(fields)
    error_code = _formed({"error_code": OK, **fields}, "error_code", _CODE)
    status = _STATUSES[_formed(fields, "payment_status", _STATUS)]
    if status is Status.FAILED:
        status = status_of("2", error_code)
    transaction_id = _formed({"vt_transaction_id": "", **fields}, "vt_transaction_id", _TRANSACTION)
    if status is Status.PAID and not transaction_id:
        raise NoticeError("money was taken under no number")
    return Inquired(
        order_id=order_id,
        merchant_code=merchant_code,
        status=status,
        transaction_id=transaction_id,
        error_code=error_code,
    )


def read_refunded(fields: Mapping[str, str]) -> Refunded:
    """Return what a signed answer to REFUND_PAYMENT says.

    Raises:
        NoticeError: a value has not its form.
    """
    _merchant, order_id = read_order(fields)
    return Refunded(
        order_id=order_id,
        error_code=_formed(fields, "error_code", _CODE),
        refund_id=_formed({"refund_request_id": "", **fields}, "refund_request_id", _TRANSACTION),
    )


def _formed(fields: Mapping[str, str], name: str, form: re.Pattern[str]) -> str:
    value = fields.get(name)
    if value is None or form.match(value) is None:
        raise NoticeError(f"{name} is missing or has another form")
    return value
