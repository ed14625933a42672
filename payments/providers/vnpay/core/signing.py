"""VNPAY 2.1.0 signatures: HMAC-SHA512 in lower hex. Pure.

Addresses: every ``vnp_`` field that is not empty, sorted by name, form-encoded (``+`` for a blank),
without ``vnp_SecureHash`` and ``vnp_SecureHashType``. Bodies: values in a fixed order, joined by
``|``. No time is signed, so only VNPAY's number of the payment tells a replay.

Source: sandbox.vnpayment.vn, huong-dan-tich-hop and changeTypeHash (November 2026).
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote_plus, unquote_plus

from payments.core.signatures import (
    MissingSecretError,
    MissingSignatureError,
    WrongSignatureError,
    check_match,
)

HASH: Final = "vnp_SecureHash"
UNSIGNED: Final = frozenset({HASH, "vnp_SecureHashType"})


def canonical(fields: Mapping[str, str]) -> str:
    """Return the text that is signed in an address.

    >>> canonical({"vnp_B": "a b", "vnp_A": "1", "vnp_C": ""})
    'vnp_A=1&vnp_B=a+b'
    """
    return "&".join(f"{name}={quote_plus(fields[name])}" for name in sorted(fields) if fields[name])


def mac(text: str, secret: str) -> str:
    """Return the signature of a text."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def signed_query(fields: Mapping[str, str], secret: str) -> str:
    """Return the query of an address, its signature last."""
    text = canonical(fields)
    return f"{text}&{HASH}={mac(text, secret)}"


def verify_query(query: str, secrets: Sequence[str]) -> dict[str, str]:
    """Return the fields of an address that VNPAY called or sent the buyer to.

    The signature is compared over what came, byte for byte, and over the same values encoded anew:
    a proxy in between may write a blank as ``%20``.

    Args:
        query: undecoded.
        secrets: of the merchant; two while one replaces the other.

    Raises:
        SignatureError: the child that says why not.
    """
    parts = [part for part in query.split("&") if part.startswith("vnp_")]
    names = [part.partition("=")[0] for part in parts]
    if len(set(names)) != len(names):
        raise WrongSignatureError("a field comes twice")
    came = dict(zip(names, (part.partition("=")[2] for part in parts), strict=True))
    fields = {name: unquote_plus(text) for name, text in came.items()}
    given = fields.get(HASH, "").lower()
    _check_presence(given, secrets)
    signed = [name for name in sorted(came) if name not in UNSIGNED and came[name]]
    raw = "&".join(f"{name}={came[name]}" for name in signed)
    again = canonical({name: fields[name] for name in signed})
    check_match(given, [mac(text, secret) for secret in secrets if secret for text in (raw, again)])
    return {name: text for name, text in fields.items() if name not in UNSIGNED}


def sign_values(fields: Mapping[str, str], order: Sequence[str], secret: str) -> str:
    """Return the signature of a body: its values in ``order``, a missing one as nothing."""
    return mac("|".join(fields.get(name, "") for name in order), secret)


def verify_values(fields: Mapping[str, str], order: Sequence[str], secrets: Sequence[str]) -> None:
    """Check that VNPAY signed a body; one without a signature is refused as well.

    Raises:
        SignatureError: the child that says why not.
    """
    given = fields.get(HASH, "").lower()
    _check_presence(given, secrets)
    check_match(given, [sign_values(fields, order, secret) for secret in secrets if secret])


def _check_presence(given: str, secrets: Sequence[str]) -> None:
    if not any(secrets):
        raise MissingSecretError("no secret is set for this merchant")
    if not given:
        raise MissingSignatureError(f"{HASH} is missing")
