"""``Stripe-Signature: t=…,v1=…``: HMAC-SHA256 over ``{t}.{raw body}``. Pure.

Stripe's own library takes a time in the future for fresh; here both ways are bounded.
Source: docs.stripe.com/webhooks, chapter on verifying by hand; vectors of its Python library 16.1.
"""

import hmac
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from payments.core.signatures import (
    BadTimestampError,
    MissingSecretError,
    MissingSignatureError,
    WrongSignatureError,
    check_freshness,
    check_match,
)

HEADER: Final = "Stripe-Signature"
LONGEST: Final = 4096
_SECONDS: Final = re.compile(r"[0-9]{1,12}\Z")


def sign(secret: str, *, time: int, body: bytes) -> str:
    """Return the header that goes with ``body`` sent at ``time`` (Unix seconds)."""
    return f"t={time},v1={_mac(secret, str(time), body)}"


def verify(secrets: Sequence[str], *, header: str, body: bytes, now: int, window: int) -> None:
    """Check that one of ``secrets`` signed these very bytes, not too long ago or ahead.

    Args:
        secrets: of the account; two while one replaces the other.
        header: as received. Stripe signs with both, as several ``v1``, while it changes a secret.
        body: raw bytes as received.
        now: Unix seconds.
        window: seconds the signed time may lie before or after ``now``.

    Raises:
        SignatureError: the child that says why not.
    """
    if not any(secrets):
        raise MissingSecretError("no secret is set for this account")
    time, given = _parts(header[:LONGEST])
    if not (time and given):
        raise MissingSignatureError("a part of the header is missing")
    if _SECONDS.match(time) is None:
        raise BadTimestampError("the signed time is not whole seconds")
    _check_any(given, [_mac(secret, time, body) for secret in secrets if secret])
    check_freshness(int(time), now=now, window=window)


def _check_any(given: Sequence[str], wanted: Sequence[str]) -> None:
    fits = [_is_one_of(one, wanted) for one in given]
    if not any(fits):  # after all were compared: the time tells nothing
        raise WrongSignatureError("no secret of this account makes this signature")


def _is_one_of(given: str, wanted: Sequence[str]) -> bool:
    try:
        check_match(given, wanted)
    except WrongSignatureError:
        return False
    return True


def _parts(header: str) -> tuple[str, list[str]]:
    """Return the signed time, empty unless there is exactly one, and every signature."""
    pairs = [part.partition("=") for part in header.split(",")]
    times = [value.strip() for name, _equals, value in pairs if name.strip() == "t"]
    given = [value.strip() for name, _equals, value in pairs if name.strip() == "v1"]
    return (times[0] if len(times) == 1 else ""), given


def _mac(secret: str, time: str, body: bytes) -> str:
    return hmac.new(secret.encode(), time.encode() + b"." + body, sha256).hexdigest()
