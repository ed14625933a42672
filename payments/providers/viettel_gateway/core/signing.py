"""The signatures of Viettel Money's newer gateway. Pure.

Base64 of an ECDSA signature (P-256, SHA-256, DER) over the **raw body**, in a header, both ways: we
sign with our private key and check with the gateway's public key. Nothing is parsed before.

Source: github:hungtran3011/vdt-ecom-be-refresh, the one public integration that was found
(docs/model/payments.md). To be confirmed with the partner.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
)

from payments.core.signatures import (
    MissingSecretError,
    MissingSignatureError,
    WrongSignatureError,
)

HEADERS: Final = ("Signature", "X-Signature")
"""The document that was found names the first, the code beside it reads the second."""

LONGEST_SIGNATURE: Final = 200


class KeyFormError(ValueError):
    """A key is no P-256 key in base64 (PKCS#8 when private, SubjectPublicKeyInfo when public)."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Ours to sign with and the gateway's to check with, as the partner exchanged them."""

    private_key: str = field(repr=False)
    viettel_public_key: str
    access_token: str = field(repr=False)


def sign(private_key: str, body: bytes) -> str:
    """Return the signature over ``body``; another one at each call.

    Raises:
        KeyFormError: the key is none.
    """
    return base64.b64encode(_private(private_key).sign(body, ECDSA(SHA256()))).decode()


def verify(public_keys: Sequence[str], body: bytes, *, signature: str) -> None:
    """Check that the holder of one of ``public_keys`` signed this very body.

    Args:
        public_keys: of the gateway; two while one replaces the other.
        body: as received.
        signature: as received, empty when the header is missing.

    Raises:
        SignatureError: the child that says why not.
        KeyFormError: a key is none.
    """
    keys = [_public(text) for text in public_keys if text]
    if not keys:
        raise MissingSecretError("no public key is set for this account")
    if not signature:
        raise MissingSignatureError("the header of the signature is missing")
    if len(signature) > LONGEST_SIGNATURE or not any(_is_of(key, body, signature) for key in keys):
        raise WrongSignatureError("no key of this account made this signature")


def given(headers: Mapping[str, str]) -> str:
    """Return the signature of a message, whatever the case of the header's name; empty if none."""
    lower = {name.lower(): text for name, text in headers.items()}
    return next((lower[name.lower()] for name in HEADERS if lower.get(name.lower())), "")


def _is_of(key: EllipticCurvePublicKey, body: bytes, signature: str) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), body, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _private(text: str) -> EllipticCurvePrivateKey:
    try:
        key = load_der_private_key(_decoded(text), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFormError("the private key is no key in base64") from error
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise KeyFormError("the private key is of another curve than P-256")
    return key


def _public(text: str) -> EllipticCurvePublicKey:
    try:
        key = load_der_public_key(_decoded(text))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFormError("the public key is no key in base64") from error
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise KeyFormError("the public key is of another curve than P-256")
    return key


def _decoded(text: str) -> bytes:
    """Return the bytes of a key, with or without PEM's lines around it."""
    lines = [line for line in text.split("\n") if line and not line.startswith("-----")]
    return base64.b64decode("".join(lines).strip(), validate=True)
