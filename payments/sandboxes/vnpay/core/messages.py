"""VNPAY 2.1.0 as VNPAY speaks it: fields, order, HMAC-SHA512. Pure.

Written apart from the shop's provider, so that a test of one against the other means something.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from urllib.parse import quote_plus

VIETNAM: Final = timezone(timedelta(hours=7))
HASH: Final = "vnp_SecureHash"

QUERY_ASKED: Final = (
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_TransactionDate",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
)
REFUND_ASKED: Final = (
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TransactionType",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_TransactionNo",
    "vnp_TransactionDate",
    "vnp_CreateBy",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
)
REFUND_ANSWERED: Final = (
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
)
QUERY_ANSWERED: Final = (*REFUND_ANSWERED, "vnp_PromotionCode", "vnp_PromotionAmount")

RESULTS: Final[Mapping[str, tuple[str, str]]] = {
    "paid": ("00", "00"),
    "held": ("07", "07"),
    "failed": ("51", "02"),
    "cancelled": ("24", "02"),
    "open": ("00", "01"),
}
"""Response code and transaction status by what became of an order."""


def mac(text: str, secret: str) -> str:
    """Return the HMAC-SHA512, in lower hex."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def sign_query(fields: Mapping[str, str], secret: str) -> str:
    """Return a query string with its hash at the end."""
    parts = [f"{name}={quote_plus(fields[name])}" for name in sorted(fields) if fields[name]]
    text = "&".join(parts)
    return f"{text}&{HASH}={mac(text, secret)}"


def is_signed_query(query: str, secret: str) -> bool:
    """Say whether a query's hash fits the rest of it."""
    parts = [part for part in query.split("&") if part]
    given = [part.partition("=")[2] for part in parts if part.startswith(f"{HASH}=")]
    rest = sorted(part for part in parts if not part.startswith(HASH))
    text = "&".join(rest)
    return len(given) == 1 and hmac.compare_digest(given[0].encode(), mac(text, secret).encode())


def sign_fields(fields: Mapping[str, object], order: Sequence[str], secret: str) -> str:
    """Return the hash over the values in ``order``, joined by bars."""
    return mac("|".join(str(fields.get(name, "")) for name in order), secret)


def are_signed_fields(fields: Mapping[str, object], order: Sequence[str], secret: str) -> bool:
    """Say whether a JSON body's hash fits it."""
    given = str(fields.get(HASH, ""))
    return hmac.compare_digest(given.encode(), sign_fields(fields, order, secret).encode())


def clock(seconds: float) -> str:
    """Return ``yyyyMMddHHmmss`` in Vietnam."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def seconds(clock_text: str) -> float | None:
    """Return the time that ``yyyyMMddHHmmss`` means, or None when it is none."""
    try:
        moment = datetime.strptime(clock_text, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError:
        return None
    return moment.timestamp()
