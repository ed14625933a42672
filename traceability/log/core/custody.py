"""Secrets kept for parties: encrypted, and bound to whose they are. Pure.

AES-256-GCM under a key derived from the operator's secret; owner and key id are authenticated, so
a row copied onto another party opens nothing.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_KEY = 32
_PURPOSE = b"soctrangtrade origin keys v1"


class CustodyError(ValueError):
    """A secret that cannot be opened: another operator's secret, another owner, or damaged."""


def seal(seed: bytes, *, secret: str, owner: str) -> bytes:
    """Return ``seed`` encrypted under the operator's ``secret`` for ``owner``."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_derived(secret)).encrypt(nonce, seed, owner.encode())


def unseal(sealed: bytes, *, secret: str, owner: str) -> bytes:
    """Return the seed.

    Raises:
        CustodyError: the secret or the owner is another one, or the bytes were changed.
    """
    try:
        return AESGCM(_derived(secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.encode())
    except (InvalidTag, ValueError) as error:
        raise CustodyError("this key cannot be opened") from error


def _derived(secret: str) -> bytes:
    return HKDF(SHA256(), _KEY, salt=None, info=_PURPOSE).derive(secret.encode())
