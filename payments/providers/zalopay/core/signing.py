"""ZaloPay v2 signatures: hex HMAC-SHA256 over values joined by bars. Pure.

The first key signs what we ask, the second what ZaloPay says: a notice's ``data``, over the text as
it came, and the checksum of the buyer's way back. No time of sending is signed there, so only
ZaloPay's number of the payment tells a replay. Answers to our calls carry no signature; TLS says
who speaks.

Source: github.com/zalopay-samples, docs.zalopay.vn (November 2026).
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final

from payments.core.signatures import MissingSecretError, MissingSignatureError, check_match

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
"""Followed by the key itself."""

REFUND: Final = ("app_id", "zp_trans_id", "amount", "description", "timestamp")
REFUND_WITH_FEE: Final = (
    "app_id",
    "zp_trans_id",
    "amount",
    "refund_fee_amount",
    "description",
    "timestamp",
)
QUERY_REFUND: Final = ("app_id", "m_refund_id", "timestamp")
WAY_BACK: Final = (
    "appid",
    "apptransid",
    "pmcid",
    "bankcode",
    "amount",
    "discountamount",
    "status",
)


def mac(text: str, key: str) -> str:
    """Return the signature of a text."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def signed_text(fields: Mapping[str, str], names: Sequence[str]) -> str:
    """Return the text that is signed; a missing field counts as an empty one.

    >>> signed_text({"a": "1", "c": "x y"}, ("a", "b", "c"))
    '1||x y'
    """
    return "|".join(fields.get(name, "") for name in names)


def verify(text: str, *, given: str, keys: Sequence[str]) -> None:
    """Check that one of ``keys`` signed ``text``.

    Args:
        text: as it came.
        given: the signature as received, empty when missing.
        keys: of the merchant; two while one replaces the other.

    Raises:
        SignatureError: the child that says why not.
    """
    known = [key for key in keys if key]
    if not known:
        raise MissingSecretError("no key is set for this merchant")
    if not given:
        raise MissingSignatureError("mac is missing")
    check_match(given.lower(), [mac(text, key) for key in known])
