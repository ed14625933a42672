"""MoMo v2 signatures: hex HMAC-SHA256 over ``name=value&…``, names from a to z. Pure.

Values are written as they are, not encoded. ``accessKey`` is signed everywhere and sent nowhere, so
it comes from our own settings. MoMo signs when it answered, not when it tries: only its number of
the payment tells a replay. Answers to our calls carry no signature; TLS says who speaks.

Source: github.com/momo-wallet/payment (MoMo's own samples), developers.momo.vn (November 2026).
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final

from payments.core.signatures import MissingSecretError, MissingSignatureError, check_match

Keys = Mapping[str, str]
"""``access_key`` and ``secret_key`` of a merchant."""

CREATE: Final = (
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
)
NOTICE: Final = (
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
)
QUERY: Final = ("accessKey", "orderId", "partnerCode", "requestId")
REFUND: Final = (
    "accessKey",
    "amount",
    "description",
    "orderId",
    "partnerCode",
    "requestId",
    "transId",
)


def signed_text(fields: Mapping[str, str], names: Sequence[str]) -> str:
    """Return the text that is signed; a missing field counts as an empty one.

    >>> signed_text({"b": "x y", "a": "1"}, ("a", "b", "c"))
    'a=1&b=x y&c='
    """
    return "&".join(f"{name}={fields.get(name, '')}" for name in names)


def sign(fields: Mapping[str, str], names: Sequence[str], keys: Keys) -> str:
    """Return the signature of a message."""
    text = signed_text({**fields, "accessKey": keys.get("access_key", "")}, names)
    return hmac.new(keys.get("secret_key", "").encode(), text.encode(), hashlib.sha256).hexdigest()


def verify(fields: Mapping[str, str], names: Sequence[str], sets: Sequence[Keys]) -> None:
    """Check that MoMo signed these fields.

    Args:
        fields: as received, with ``signature``.
        names: what is signed, in order.
        sets: keys of the merchant; two while one replaces the other.

    Raises:
        SignatureError: the child that says why not.
    """
    known = [keys for keys in sets if keys.get("secret_key")]
    if not known:
        raise MissingSecretError("no secret is set for this merchant")
    given = fields.get("signature", "").lower()
    if not given:
        raise MissingSignatureError("signature is missing")
    check_match(given, [sign(fields, names, keys) for keys in known])
