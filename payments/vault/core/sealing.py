"""Sets of secrets, encrypted and bound to whose they are. Pure.

AES-256-GCM under a key derived from the operator's; whose set it is, is authenticated, so that a
row copied onto another account opens nothing.
"""

import hmac
import json
import os
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE: Final = 12
_KEY: Final = 32
_FOR_SEALING: Final = b"soctrangtrade payment secrets v1"
_FOR_DIGESTS: Final = b"soctrangtrade payment secrets v1 digest"
DIGEST_LENGTH: Final = 8


class SealError(ValueError):
    """A set that cannot be opened: another key, another owner, or damaged."""


def seal(values: Mapping[str, str], *, key: str, owner: str) -> bytes:
    """Return ``values`` encrypted under the operator's ``key`` for ``owner``."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_derived(key, _FOR_SEALING)).encrypt(
        nonce, _written(values), owner.encode()
    )


def unseal(sealed: bytes, *, key: str, owner: str) -> dict[str, str]:
    """Return the values.

    Raises:
        SealError: the key or the owner is another one, or the bytes were changed.
    """
    cipher = AESGCM(_derived(key, _FOR_SEALING))
    try:
        written = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError("this set cannot be opened") from error
    found: dict[str, str] = json.loads(written)
    return found


def digest(values: Mapping[str, str], *, key: str) -> str:
    """Return eight hex digits by which people tell two sets apart.

    Keyed: without the operator's key nobody can try out guesses of a short secret against it.
    """
    mac = hmac.new(_derived(key, _FOR_DIGESTS), _written(values), sha256)
    return mac.hexdigest()[:DIGEST_LENGTH]


def _written(values: Mapping[str, str]) -> bytes:
    return json.dumps(dict(values), sort_keys=True, ensure_ascii=False).encode()


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, salt=None, info=purpose).derive(key.encode())
