"""MoMo v2 as MoMo speaks it: ``name=value&…`` in a fixed order, HMAC-SHA256. Pure.

Written apart from the shop's provider, so that a test of one against the other means something.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

CREATE: Final = [
    "accessKey",
    "amount",
    "extraData",
    "ipnUrl",
    "orderId",
    "orderInfo",
    "partnerCode",
    "redirectUrl",
    "requestId",
    "requestType",
]
NOTICE: Final = [
    "accessKey",
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
]
QUERY: Final = ["accessKey", "orderId", "partnerCode", "requestId"]
REFUND: Final = [
    "accessKey",
    "amount",
    "description",
    "orderId",
    "partnerCode",
    "requestId",
    "transId",
]

RESULTS: Final[Mapping[str, tuple[int, str]]] = {
    "paid": (0, "Thành công."),
    "failed": (1001, "Giao dịch thất bại do tài khoản không đủ tiền."),
    "cancelled": (1006, "Người dùng đã từ chối xác nhận."),
    "open": (1000, "Chờ người dùng xác nhận."),
}


def sign(fields: Mapping[str, object], names: list[str], keys: Mapping[str, str]) -> str:
    """Return the signature of the fields in ``names``; the access key is not sent but signed."""
    whole = {**fields, "accessKey": keys["access_key"]}
    text = "&".join(f"{name}={whole.get(name, '')}" for name in names)
    return hmac.new(keys["secret_key"].encode(), text.encode(), hashlib.sha256).hexdigest()


def is_signed(fields: Mapping[str, object], names: list[str], keys: Mapping[str, str]) -> bool:
    """Say whether a body's signature fits it."""
    given = str(fields.get("signature", ""))
    return hmac.compare_digest(given.encode(), sign(fields, names, keys).encode())
