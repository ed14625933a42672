"""ViettelPay 2.0 as Viettel speaks it: fields, their order, HMAC-SHA1 in base64. Pure.

Written apart from the shop's provider, so that a test of one against the other means something.
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

PAYMENT: Final = "billcode command merchant_code order_id trans_amount version"
VERIFY: Final = "billcode merchant_code order_id trans_amount"
VERIFY_REPLY: Final = "billcode error_code merchant_code order_id trans_amount"
RESULT: Final = (
    "billcode cust_msisdn error_code merchant_code order_id payment_status trans_amount "
    "vt_transaction_id"
)
INQUIRY: Final = "cmd merchant_code order_id version"
INQUIRY_REPLY: Final = "merchant_code order_id payment_status version"
REFUND: Final = "cmd merchant_code order_id originalRequestId refundType trans_amount version"
REFUND_REPLY: Final = "error_code merchant_code order_id version"

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "open": ("0", "00"),
    "paid": ("1", "00"),
    "failed": ("2", "16"),
    "cancelled": ("2", "V06"),
}
"""payment_status and error_code by what became of an order."""

Secrets = Mapping[str, str]


def check_sum(fields: Mapping[str, object], order: str, secrets: Secrets) -> str:
    """Return base64 of HMAC-SHA1 over the access code and the named values."""
    text = secrets.get("access_code", "") + "".join(str(fields[name]) for name in order.split())
    return b64encode(
        hmac.digest(secrets.get("hash_key", "").encode(), text.encode(), "sha1")
    ).decode()


def signed(fields: Mapping[str, object], order: str, secrets: Secrets) -> dict[str, object]:
    """Return the fields with their check_sum."""
    return {**fields, "check_sum": check_sum(fields, order, secrets)}


def is_signed(fields: Mapping[str, object], order: str, secrets: Secrets) -> bool:
    """Say whether every named field is there and the check_sum fits them."""
    if not all(name in fields for name in order.split()):
        return False
    given = str(fields.get("check_sum", ""))
    return hmac.compare_digest(given.encode(), check_sum(fields, order, secrets).encode())


def form(fields: Mapping[str, object]) -> bytes:
    """Return a posted form."""
    return urlencode(fields).encode()


def answered(said: bytes) -> dict[str, str]:
    """Return the fields of a merchant's JSON; empty when it is none."""
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}
