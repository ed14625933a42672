"""SePay's webhook signature. Pure.

Source: developer.sepay.vn, webhooks, chapters on authentication and security (November 2026):
``X-SePay-Signature: sha256=<hex HMAC-SHA256(secret, "{timestamp}.{raw body}")>`` with the Unix
time in ``X-SePay-Timestamp``; times more than five minutes off are to be refused.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import ClassVar, Final

SIGNATURE_HEADER: Final = "X-SePay-Signature"
TIMESTAMP_HEADER: Final = "X-SePay-Timestamp"

_SECONDS: Final = re.compile(r"[0-9]{1,12}\Z")


class SignatureError(ValueError):
    """The notice does not prove who sent it; ``code`` says why."""

    code: ClassVar[str] = "signature_refused"


class MissingSecretError(SignatureError):
    """No secret is set for this account, so nothing can be proven."""

    code = "missing_secret"


class MissingSignatureError(SignatureError):
    """A header of the signature is missing."""

    code = "missing_signature"


class BadTimestampError(SignatureError):
    """The time is not whole seconds in ASCII digits."""

    code = "bad_timestamp"


class StaleSignatureError(SignatureError):
    """The signature was made too long ago: a replay."""

    code = "signature_too_old"


class EarlySignatureError(SignatureError):
    """The signature was made in what is our future: a wrong clock or a stored-up replay."""

    code = "signature_too_new"


class WrongSignatureError(SignatureError):
    """No secret of the account makes this signature over these bytes."""

    code = "wrong_signature"


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
    _check_freshness(int(timestamp), now, window)
    if not _any_matches(secrets, timestamp, signature, body):
        raise WrongSignatureError("no secret of this account makes this signature")


def _check_freshness(timestamp: int, now: int, window: int) -> None:
    if timestamp < now - window:
        raise StaleSignatureError(f"signed {now - timestamp} s ago, at most {window} allowed")
    if timestamp > now + window:
        raise EarlySignatureError(f"signed {timestamp - now} s ahead, at most {window} allowed")


def _any_matches(secrets: Sequence[str], timestamp: str, signature: str, body: bytes) -> bool:
    given = signature.encode("utf-8", "replace")
    wanted = [sign(secret, timestamp, body).encode() for secret in secrets if secret]
    matches = [hmac.compare_digest(signature_of_one, given) for signature_of_one in wanted]
    return any(matches)  # after all were compared: the time tells nothing
