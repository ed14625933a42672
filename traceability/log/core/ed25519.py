"""Ed25519 keys as they are written down: raw, multibase, ``did:key``; and signatures. Pure.

Source: RFC 8032; multibase and multicodec as did:key uses them (0xed01, base58btc).
"""

from functools import lru_cache

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_SIZE = 32
SIGNATURE_SIZE = 64
_PUBLIC = b"\xed\x01"
_SECRET = b"\x80\x26"
_BASE58 = "z"
_DID = "did:key:"


class KeyFormatError(ValueError):
    """A text that is no Ed25519 key."""


class Signer:
    """A secret that is opened once to sign many things; ``key_id`` is its public key."""

    __slots__ = ("_secret", "key_id", "public")

    def __init__(self, seed: bytes) -> None:
        self._secret = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._secret.public_key().public_bytes_raw()
        self.key_id = multibase(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the signature of 64 bytes."""
        return self._secret.sign(message)


def public_of(seed: bytes) -> bytes:
    """Return the public key of a secret of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def new_seed() -> bytes:
    """Return a fresh secret."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether ``signature`` over ``message`` was made with the key of ``public``."""
    try:
        _opened(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _opened(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


def multibase(public: bytes) -> str:
    """Return a public key as ``z6Mk…``; this is how keys are named in the log."""
    return _BASE58 + base58.b58encode(_PUBLIC + public).decode()


@lru_cache(maxsize=256)
def from_multibase(text: str) -> bytes:
    """Return the public key that ``z6Mk…`` writes.

    Raises:
        KeyFormatError: it is none.
    """
    return _decoded(text, _PUBLIC)


def secret_from_multibase(text: str) -> bytes:
    """Return the secret that ``z3u2…`` writes.

    Raises:
        KeyFormatError: it is none.
    """
    return _decoded(text, _SECRET)


def did_key(public: bytes) -> str:
    """Return the ``did:key`` of a public key."""
    return _DID + multibase(public)


def from_did_key(did: str) -> bytes:
    """Return the public key of ``did:key:z6Mk…``, with or without ``#fragment``.

    Raises:
        KeyFormatError: it is none, or the fragment names another key.
    """
    if not did.startswith(_DID):
        raise KeyFormatError(f"{did[:60]!r} is no did:key")
    name, _hash, fragment = did.removeprefix(_DID).partition("#")
    if fragment and fragment != name:
        raise KeyFormatError("the fragment names another key")
    return from_multibase(name)


def _decoded(text: str, prefix: bytes) -> bytes:
    try:
        raw = base58.b58decode(text[1:]) if text.startswith(_BASE58) else b""
    except ValueError as error:
        raise KeyFormatError("this is no base58 text") from error
    if not raw.startswith(prefix) or len(raw) != len(prefix) + KEY_SIZE:
        raise KeyFormatError("this is no Ed25519 key in multibase")
    return raw.removeprefix(prefix)
