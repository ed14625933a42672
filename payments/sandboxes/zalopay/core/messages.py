"""ZaloPay v2 as ZaloPay speaks it: values joined by bars, HMAC-SHA256 with one of two keys. Pure.

Written apart from the shop's provider, so that a test of one against the other means something.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final

CREATE: Final = (
    "app_id",
    "app_trans_id",
    "app_user",
    "amount",
    "app_time",
    "embed_data",
    "item",
)
QUERY: Final = ("app_id", "app_trans_id")
REFUND: Final = ("app_id", "zp_trans_id", "amount", "description", "timestamp")
QUERY_REFUND: Final = ("app_id", "m_refund_id", "timestamp")
BACK: Final = (
    "appid",
    "apptransid",
    "pmcid",
    "bankcode",
    "amount",
    "discountamount",
    "status",
)


def mac(text: str, key: str) -> str:
    """Return the HMAC-SHA256, in lower hex."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def sign(fields: Mapping[str, object], names: Sequence[str], key: str, *more: str) -> str:
    """Return the mac over the values in ``names``, and ``more``, joined by bars."""
    return mac("|".join([*(str(fields.get(name, "")) for name in names), *more]), key)


def is_signed(fields: Mapping[str, object], names: Sequence[str], key: str, *more: str) -> bool:
    """Say whether a request's mac fits it."""
    given = str(fields.get("mac", ""))
    return hmac.compare_digest(given.encode(), sign(fields, names, key, *more).encode())
