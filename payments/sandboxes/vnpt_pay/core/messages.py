"""VNPT Pay as VNPT speaks it: fields, their order, SHA-256 over bars. Pure.

Written apart from the shop's provider, so that a test of one against the other means something.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))

_HEAD: Final = "ACTION VERSION MERCHANT_SERVICE_ID MERCHANT_ORDER_ID"
_TAIL: Final = "DEVICE LOCALE CURRENCY_CODE PAYMENT_METHOD DESCRIPTION CREATE_DATE CLIENT_IP"
INIT: Final = f"{_HEAD} AMOUNT AMOUNT_DETAIL SERVICE_ID {_TAIL}"
PAY: Final = f"{_HEAD} AMOUNT PAYMENT_ACTION SERVICE_CATEGORY CHANNEL_ID {_TAIL}"
QUERY: Final = f"{_HEAD} CREATE_DATE"
IPN: Final = (
    "ACTION RESPONSE_CODE MERCHANT_SERVICE_ID MERCHANT_ORDER_ID AMOUNT CURRENCY_CODE "
    "VNPTPAY_TRANSACTION_ID PAYMENT_METHOD PAY_DATE ADDITIONAL_INFO"
)
IPN_REPLY: Final = "RESPONSE_CODE DESCRIPTION MERCHANT_SERVICE_ID MERCHANT_ORDER_ID CREATE_DATE"

# Nobody published how VNPT Pay signs its answers; these are the shop's assumptions, too.
INIT_REPLY: Final = "RESPONSE_CODE DESCRIPTION REDIRECT_URL"
PAY_REPLY: Final = "RESPONSE_CODE DESCRIPTION QR_DATA"
QUERY_REPLY: Final = (
    "RESPONSE_CODE MERCHANT_SERVICE_ID MERCHANT_ORDER_ID AMOUNT CURRENCY_CODE "
    "VNPTPAY_TRANSACTION_ID PAYMENT_METHOD PAY_DATE TRANSACTION_STATUS ADDITIONAL_INFO"
)

CODES: Final[Mapping[str, str]] = {"paid": "00", "failed": "08", "cancelled": "24"}
STATUSES: Final[Mapping[str, str]] = {"paid": "00", "open": "01", "failed": "02", "cancelled": "03"}

Fields = Mapping[str, object]


def secure_code(fields: Fields, order: str, secret: str) -> str:
    """Return the SHA-256 over the named values and the secret, joined by bars."""
    values = ["" if fields.get(name) is None else str(fields[name]) for name in order.split()]
    return sha256("|".join([*values, secret]).encode()).hexdigest()


def signed(fields: Fields, order: str, secrets: Mapping[str, str]) -> dict[str, object]:
    """Return the fields with their SECURE_CODE."""
    return {**fields, "SECURE_CODE": secure_code(fields, order, secrets.get("secret_key", ""))}


def is_signed(fields: Fields, order: str, secrets: Mapping[str, str]) -> bool:
    """Say whether the SECURE_CODE fits the fields."""
    given, made = (
        str(fields.get("SECURE_CODE", "")),
        secure_code(fields, order, secrets["secret_key"]),
    )
    return hmac.compare_digest(given.encode(), made.encode())


def clock(seconds: float) -> str:
    """Return ``yyyyMMddHHmmss`` in Vietnam."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")
