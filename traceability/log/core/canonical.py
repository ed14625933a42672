"""The bytes that are signed: JSON in the one form of RFC 8785. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

SAFE = 2**53
"""Numbers from here on lose digits on their way through other JSON readers."""


class CanonicalError(ValueError):
    """A value that has no canonical form."""


def canonical(value: object) -> bytes:
    """Return ``value`` as RFC 8785 writes it.

    Raises:
        CanonicalError: a number is too big or none, or a text cannot be written in UTF-8.
    """
    _check_numbers(value)
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type] -- it checks what it is given
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise CanonicalError(str(error)) from error


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _check_numbers(value: object) -> None:
    """Refuse numbers that a database or another reader would hand back as different ones.

    >>> canonical({"n": 2.0**60})
    Traceback (most recent call last):
    traceability.log.core.canonical.CanonicalError: the number 1.152921504606847e+18 is too big
    """
    if isinstance(value, dict):
        for part in value.values():
            _check_numbers(part)
    elif isinstance(value, list):
        for part in value:
            _check_numbers(part)
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= SAFE:
        raise CanonicalError(f"the number {value} is too big")
