"""A scratch PIN: short, hidden under silver, derived from the code. Pure.

Nothing is stored: the PIN is the HMAC of the code under a secret of the operator, written in
Crockford's base 32. It proves that somebody scratched a label we printed, not that the bag is ours.
"""

import hmac
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O and U."""

LENGTH = 8
SHORTEST, LONGEST = 6, 8

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = str.maketrans("", "", " -._\t")


class PinError(ValueError):
    """There is no secret, or the length is not one of 6 to 8."""


def pin_of(secret: str, code: str, length: int = LENGTH) -> str:
    """Return the PIN of ``code``.

    >>> pin_of("a secret", "7K3Q9ZXWPM2") == pin_of("a secret", "7K3Q9ZXWPM2")
    True

    Raises:
        PinError: the secret is empty, or the length is not one of 6 to 8.
    """
    if not secret:
        raise PinError("a PIN needs a secret")
    if not SHORTEST <= length <= LONGEST:
        raise PinError("a PIN has 6 to 8 characters")
    digest = hmac.digest(secret.encode(), f"scratch-pin:{code}".encode(), sha256)
    number = int.from_bytes(digest, "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(length))


def normalised(typed: str) -> str:
    """Return what was typed as PINs are written: capitals, O as 0, I and L as 1, no spaces.

    >>> normalised("k7o-l2")
    'K7012'
    """
    return typed.upper().translate(_IGNORED).translate(_MISREAD)


def is_pin(typed: str, secret: str, code: str, length: int = LENGTH) -> bool:
    """Say whether ``typed`` is the PIN of ``code``, in the same time for every wrong one."""
    return hmac.compare_digest(normalised(typed).encode(), pin_of(secret, code, length).encode())
