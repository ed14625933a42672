"""The body of SePay's webhook. Pure.

Source: developer.sepay.vn, webhooks (November 2026). Fields: id, gateway, transactionDate (local
time of Vietnam), accountNumber, subAccount, code, content, transferType (in, out), description,
transferAmount (đồng), accumulated, referenceCode. Fields we do not know are no error.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))  # no summer time since 1975
LARGEST_AMOUNT: Final = 10**13 - 1
"""In đồng; the longest amount a VietQR code can ask for. More is a mistake, not a transfer."""

LONGEST_TEXT: Final = 2000


class NoticeError(ValueError):
    """The body is not what SePay's document promises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SepayNotice:
    """One movement of money as SePay tells it.

    Args:
        event_id: SePay's number of the movement.
        incoming: money came in; False when it went out.
        amount: whole đồng, more than zero.
        occurred_at: aware, +07:00.
        content: the transfer's memo as the bank wrote it.
        reference: the bank's own number, may be empty.
        sub_account: virtual account, may be empty.
    """

    event_id: str
    account_number: str
    sub_account: str
    incoming: bool
    amount: int
    occurred_at: datetime
    content: str
    reference: str
    gateway: str


def read(body: bytes) -> SepayNotice:
    """Return what the body of a webhook says.

    Raises:
        NoticeError: it is not JSON, or a field is missing or of another kind.
    """
    fields = _json_object(body)
    return SepayNotice(
        event_id=_event_id(fields),
        account_number=_text(fields, "accountNumber", required=True),
        sub_account=_text(fields, "subAccount"),
        incoming=_direction(fields),
        amount=_amount(fields),
        occurred_at=_time(fields),
        content=_text(fields, "content"),
        reference=_text(fields, "referenceCode"),
        gateway=_text(fields, "gateway"),
    )


def _json_object(body: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_unique_keys,
        )
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError, JSONDecodeError, too long
        raise NoticeError("the body is not JSON in UTF-8") from error
    if not isinstance(found, dict):
        raise NoticeError("the body is not a JSON object")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _unique_keys(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key comes twice")
    return fields


def _text(fields: Mapping[str, object], name: str, *, required: bool = False) -> str:
    value = fields.get(name)
    if value is None:
        value = ""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise NoticeError(f"{name} is not a text of at most {LONGEST_TEXT} characters")
    if required and not value.strip():
        raise NoticeError(f"{name} is missing")
    if "\x00" in value or _has_surrogate(value):
        raise NoticeError(f"{name} holds a character that cannot be stored")
    return value.strip()


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in value)


def _event_id(fields: Mapping[str, object]) -> str:
    value = fields.get("id")
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise NoticeError("id is missing")
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 20):  # noqa: PLR2004 (64 bits)
        raise NoticeError("id is not a number")
    return text


def _direction(fields: Mapping[str, object]) -> bool:
    value = fields.get("transferType")
    if value not in {"in", "out"}:
        raise NoticeError("transferType is neither in nor out")
    return value == "in"


def _amount(fields: Mapping[str, object]) -> int:
    value = fields.get("transferAmount")
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise NoticeError("transferAmount is not a number")
    if not 0 < value <= LARGEST_AMOUNT or value != int(value):
        raise NoticeError("transferAmount is not whole đồng above zero")
    return int(value)


def _time(fields: Mapping[str, object]) -> datetime:
    value = fields.get("transactionDate")
    if not (isinstance(value, str) and value.isascii()):
        raise NoticeError("transactionDate is missing")
    try:
        naive = datetime.strptime(value, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 (zone follows)
    except ValueError as error:
        raise NoticeError("transactionDate is not YYYY-MM-DD hh:mm:ss") from error
    return naive.replace(tzinfo=VIETNAM)
