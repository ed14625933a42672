"""Casso's webhook V2 signature. Pure.

``X-Casso-Signature: t=<ms>,v1=<hex HMAC-SHA512(key, "{t}." + JSON)>``, where the JSON is the body
without spaces and with its keys sorted at every level.

Source: a public receiver whose own example was recomputed and matched (docs/model/payments.md); to
be confirmed with Casso. Whether letters beyond ASCII and slashes are signed escaped (as PHP writes
JSON) or as they are (as JavaScript does) is not established, so either form counts: both are made
with the key over the same content.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from payments.core.signatures import (
    BadTimestampError,
    MissingSecretError,
    MissingSignatureError,
    check_freshness,
    check_match,
)

SIGNATURE_HEADER: Final = "X-Casso-Signature"
_HEADER: Final = re.compile(r"t=(?P<time>[^,]*),v1=(?P<mac>[^,]*)\Z")
_MILLISECONDS: Final = re.compile(r"[0-9]{1,16}\Z")


def canonical_forms(content: object) -> tuple[str, str]:
    """Return the JSON that is signed: letters as they are, and escaped as PHP does."""
    plain = _json(content, ascii_only=False)
    return plain, _json(content, ascii_only=True).replace("/", "\\/")


def sign(key: str, timestamp: str, form: str) -> str:
    """Return the hex signature of a canonical form sent at ``timestamp`` (Unix milliseconds)."""
    return hmac.new(key.encode(), f"{timestamp}.{form}".encode(), hashlib.sha512).hexdigest()


def verify(keys: Sequence[str], *, signature: str, content: object, now: int, window: int) -> None:
    """Check that one of ``keys`` signed this content, not too long ago.

    Args:
        keys: of the account; two while one replaces the other.
        signature: header as received, empty when missing.
        content: the body as parsed, fractions as ``Decimal``.
        now: Unix seconds.
        window: seconds the signed time may lie before or after ``now``.

    Raises:
        SignatureError: the child that says why not.
    """
    if not any(keys):
        raise MissingSecretError("no key is set for this account")
    found = _HEADER.match(signature)
    if found is None:
        raise MissingSignatureError("the header of the signature is missing or has another form")
    timestamp = found["time"]
    if _MILLISECONDS.match(timestamp) is None:
        raise BadTimestampError("the signed time is not whole milliseconds")
    check_freshness(int(timestamp) // 1000, now=now, window=window)
    forms = canonical_forms(content)
    check_match(found["mac"], [sign(key, timestamp, form) for key in keys if key for form in forms])


def _json(content: object, *, ascii_only: bool) -> str:
    return json.dumps(
        content,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=ascii_only,
        default=_number,
    )


def _number(value: object) -> int | float:
    """Return a ``Decimal`` as JavaScript and PHP write it: whole numbers without a point."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r} is no JSON")
    return int(value) if value % 1 == 0 else float(value)
