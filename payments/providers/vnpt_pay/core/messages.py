"""What VNPT Pay and we say to each other. Pure.

Bodies are JSON with capital names. Its notice was seen as a form's field ``data`` and as the body
itself; both are read. Source: as `signing`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl

from payments.core.notice_fields import LARGEST_AMOUNT, VIETNAM, NoticeError, json_object

OK: Final = "00"
NOT_FOUND: Final = "01"
CURRENCY: Final = "VND"
LOCALE: Final = "vi-VN"
TIME: Final = "%Y%m%d%H%M%S"
REDIRECT: Final = "redirect"
QR: Final = "qr"

_ORDER_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
_AMOUNT: Final = re.compile(r"[1-9][0-9]{0,12}\Z")
_TIME: Final = re.compile(r"[0-9]{14}\Z")
_LONGEST: Final = 2000


class Status(StrEnum):
    """What became of a payment."""

    NOT_FOUND = "not_found"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How one way to ask works: its version and the last parts of its addresses."""

    action: str
    version: str
    start: str
    query: str

    def path(self, last: str) -> str:
        """Return the path of an address."""
        return f"/rest/payment/v{self.version}/{last}"


SERVICES: Final[Mapping[str, Service]] = {
    REDIRECT: Service(action="INIT", version="1.0.5", start="init", query="query_transaction"),
    QR: Service(action="PAY", version="1.0.6", start="pay_qrcode", query="query"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be paid.

    Args:
        created_at: aware; the query repeats it, so it must be the same each time.
        client_ip: of whoever pays, or ours where that is not known.
    """

    service_id: str
    order_id: str
    amount: int
    description: str
    created_at: datetime
    client_ip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What VNPT Pay says of one payment.

    Args:
        amount: whole đồng; ``None`` where it says none (nothing was paid).
        transaction_id: VNPT Pay's number; empty only where nothing was paid.
    """

    service_id: str
    order_id: str
    status: Status
    amount: int | None
    currency: str
    transaction_id: str
    paid_at: datetime | None
    code: str


def init(order: Order) -> dict[str, str]:
    """Return the fields of INIT: a page to send the buyer to."""
    return {
        **_head(order, SERVICES[REDIRECT]),
        "AMOUNT_DETAIL": str(order.amount),
        "SERVICE_ID": "1",
    }


def pay(order: Order) -> dict[str, str]:
    """Return the fields of PAY: a QR code."""
    return {
        **_head(order, SERVICES[QR]),
        "PAYMENT_ACTION": "PAY",
        "SERVICE_CATEGORY": "57",
        "CHANNEL_ID": "1",
        "MERCHANT_DATA": "",
    }


def query(order: Order, service: Service) -> dict[str, str]:
    """Return the fields of QUERY."""
    return {
        "ACTION": "QUERY",
        "VERSION": service.version,
        "MERCHANT_SERVICE_ID": order.service_id,
        "MERCHANT_ORDER_ID": order.order_id,
        "CREATE_DATE": written(order.created_at),
    }


def written(moment: datetime) -> str:
    """Return a time as VNPT Pay writes it, in Vietnam's."""
    return moment.astimezone(VIETNAM).strftime(TIME)


def notice_fields(content: bytes) -> dict[str, str]:
    """Return the fields of a notice: a form's field ``data`` holding JSON, or JSON itself.

    Raises:
        NoticeError: it is neither.
    """
    if content.lstrip().startswith(b"{"):
        return text_fields(content)
    try:
        pairs = parse_qsl(
            content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError as error:  # UnicodeDecodeError is one, too
        raise NoticeError("the notice is neither JSON nor a form") from error
    found = [value for name, value in pairs if name == "data"]
    if len(found) != 1:
        raise NoticeError("the form has not one field data")
    return text_fields(found[0].encode())


def text_fields(content: bytes) -> dict[str, str]:
    """Return the fields of a JSON object as texts: null is empty, whole numbers are digits.

    Raises:
        NoticeError: no JSON object, or a value that is neither.
    """
    found = {}
    for name, value in json_object(content).items():
        plain = "" if value is None else value
        if isinstance(plain, bool) or not isinstance(plain, str | int):
            raise NoticeError(f"{name} is neither a text nor a whole number")
        found[name] = str(plain)
        if len(found[name]) > _LONGEST or "\x00" in found[name]:
            raise NoticeError(f"{name} cannot be stored")
    return found


def read_notice(fields: Mapping[str, str]) -> Told:
    """Return what a signed notice says: paid when its code is 00.

    Raises:
        NoticeError: a value has not its form.
    """
    code = fields.get("RESPONSE_CODE", "")
    return _told(fields, Status.PAID if code == OK else Status.FAILED, code)


def read_query(fields: Mapping[str, str], *, statuses: Mapping[str, str]) -> Told:
    """Return what a signed answer to QUERY says.

    Args:
        fields: as texts.
        statuses: what the values of TRANSACTION_STATUS mean, as `Status`; others are unknown.

    Raises:
        NoticeError: a value has not its form.
    """
    code = fields.get("RESPONSE_CODE", "")
    if code == NOT_FOUND:
        return _told(fields, Status.NOT_FOUND, code)
    said = fields.get("TRANSACTION_STATUS", "")
    known = Status(statuses.get(said, Status.UNKNOWN))
    return _told(fields, known if code == OK else Status.UNKNOWN, said or code)


def _told(fields: Mapping[str, str], status: Status, code: str) -> Told:
    order_id = fields.get("MERCHANT_ORDER_ID", "")
    if _ORDER_ID.match(order_id) is None:
        raise NoticeError("MERCHANT_ORDER_ID is missing or has another form")
    amount = _amount(fields.get("AMOUNT", ""))
    transaction_id = fields.get("VNPTPAY_TRANSACTION_ID", "")
    if status is Status.PAID and (amount is None or not transaction_id):
        raise NoticeError("money came without an amount or a number")
    return Told(
        service_id=fields.get("MERCHANT_SERVICE_ID", ""),
        order_id=order_id,
        status=status,
        amount=amount,
        currency=fields.get("CURRENCY_CODE", "") or CURRENCY,
        transaction_id=transaction_id,
        paid_at=_moment(fields.get("PAY_DATE", "")),
        code=code,
    )


def _head(order: Order, service: Service) -> dict[str, str]:
    return {
        "ACTION": service.action,
        "VERSION": service.version,
        "MERCHANT_SERVICE_ID": order.service_id,
        "MERCHANT_ORDER_ID": order.order_id,
        "AMOUNT": str(order.amount),
        "DEVICE": "1",
        "LOCALE": LOCALE,
        "CURRENCY_CODE": CURRENCY,
        "PAYMENT_METHOD": "VNPTPAY",
        "DESCRIPTION": order.description,
        "CREATE_DATE": written(order.created_at),
        "CLIENT_IP": order.client_ip,
    }


def _amount(digits: str) -> int | None:
    if digits in {"", "0"}:
        return None
    if _AMOUNT.match(digits) is None or int(digits) > LARGEST_AMOUNT:
        raise NoticeError("AMOUNT is not whole đồng")
    return int(digits)


def _moment(digits: str) -> datetime | None:
    """Return a time of Vietnam; ``None`` where none stands there in the known form."""
    if _TIME.match(digits) is None:
        return None
    try:
        return datetime.strptime(digits, TIME).replace(tzinfo=VIETNAM)
    except ValueError:
        return None
