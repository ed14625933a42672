"""Check digits of GS1's numeric keys and check characters of its alphanumeric ones. Pure.

Source: GS1 General Specifications, "Check digit calculations" and "Check character calculation
(for alphanumeric keys)".
"""

from __future__ import annotations

from traceability.gs1.charsets import CHARSET_32, CHARSET_82, is_digits
from traceability.gs1.errors import CheckDigitError, CheckPairError, NonDigitError

_PAIR = 2  # check characters of an alphanumeric key
_MODULUS = 1021  # the largest prime that two characters of 32 can express
_CHARSET_82_WEIGHT = {character: weight for weight, character in enumerate(CHARSET_82)}


def check_digit(body: str) -> str:
    """Return the digit that completes ``body`` (a key without its check digit).

    >>> check_digit("952060001234")
    '6'

    Raises:
        NonDigitError: ``body`` is empty or holds something else than 0-9.
    """
    if not is_digits(body):
        raise NonDigitError(f"{body!r} is not made of digits only")
    weighted = sum(
        int(digit) * (3 if position % 2 == 0 else 1)
        for position, digit in enumerate(reversed(body))
    )
    return str(-weighted % 10)


def with_check_digit(body: str) -> str:
    """Return ``body`` followed by its check digit.

    Raises:
        NonDigitError: as :func:`check_digit`.
    """
    return body + check_digit(body)


def has_valid_check_digit(digits: str) -> bool:
    """Say whether the last of ``digits`` is the check digit of the others; False for other text."""
    return len(digits) > 1 and is_digits(digits) and check_digit(digits[:-1]) == digits[-1]


def require_check_digit(digits: str) -> None:
    """Refuse digits whose last one is not the check digit of the others.

    Raises:
        NonDigitError: there is something else than digits, or fewer than two.
        CheckDigitError: the check digit is wrong.
    """
    expected = check_digit(digits[:-1])
    if digits[-1] != expected:
        raise CheckDigitError(f"the check digit of {digits} should be {expected}")


def _primes(count: int) -> list[int]:
    found: list[int] = []
    candidate = 2
    while len(found) < count:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found


def check_pair(body: str) -> str:
    """Return the two check characters of an alphanumeric key such as a GMN.

    >>> check_pair("1987654Ad4X4bL5ttr2310c")
    '2K'

    Raises:
        CheckPairError: ``body`` holds a character outside character set 82.
    """
    try:
        values = [_CHARSET_82_WEIGHT[character] for character in reversed(body)]
    except KeyError as problem:
        raise CheckPairError(f"{body!r} holds a character outside set 82") from problem
    weighted = sum(value * prime for value, prime in zip(values, _primes(len(values)), strict=True))
    high, low = divmod(weighted % _MODULUS, 32)
    return CHARSET_32[high] + CHARSET_32[low]


def require_check_pair(text: str) -> None:
    """Refuse a text whose last two characters are not the check pair of the others.

    Raises:
        CheckPairError: the pair is wrong, or the text is shorter than two characters.
    """
    if len(text) < _PAIR:
        raise CheckPairError(f"{text!r} is too short for two check characters")
    expected = check_pair(text[:-_PAIR])
    if text[-_PAIR:] != expected:
        raise CheckPairError(f"the check characters of {text} should be {expected}")
