"""SePay's webhook signature. Pure.

Source: developer.sepay.vn, webhooks, chapters on authentication and security (November 2026):
``X-SePay-Signature: sha256=<hex HMAC-SHA256(secret, "{timestamp}.{raw body}")>`` with the Unix
time in ``X-SePay-Timestamp``; times more than five minutes off are to be refused.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Final

from payments.core.signatures import (
    BadTimestampError,
    MissingSecretError,
    MissingSignatureError,
    check_freshness,
    check_match,
)

SIGNATURE_HEADER: Final = "X-SePay-Signature"
TIMESTAMP_HEADER: Final = "X-SePay-Timestamp"

_SECONDS: Final = re.compile(r"[0-9]{1,12}\Z")


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature header for ``body`` sent at ``timestamp`` (Unix seconds)."""
    message = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def verify(
    secrets: Sequence[str], *, timestamp: str, signature: str, body: bytes, now: int, window: int
) -> None:
    """Check that one of ``secrets`` signed these very bytes, not too long ago.

    Args:
        secrets: of the account; two while one replaces the other.
        timestamp: header as received, empty when missing.
        signature: header as received, empty when missing.
        body: raw bytes as received.
        now: Unix seconds.
        window: seconds the signed time may lie before or after ``now``.

    Raises:
        SignatureError: the child that says why not.
    """
    if not any(secrets):
        raise MissingSecretError("no secret is set for this account")
    if not (timestamp and signature):
        raise MissingSignatureError("a header of the signature is missing")
    if _SECONDS.match(timestamp) is None:
        raise BadTimestampError("the signed time is not whole seconds")
    check_freshness(int(timestamp), now=now, window=window)
    check_match(signature, [sign(secret, timestamp, body) for secret in secrets if secret])
