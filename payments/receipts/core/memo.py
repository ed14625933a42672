"""The code in a transfer's content: made to survive banks, found again in what they leave of it.

``ST`` and 8 characters of 29: digits and consonants, so that no word can arise, without I, L, O
and Y, which people and fonts confuse. 29 is prime, so one weighted check character catches every
single wrong character and every swap of two characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

PREFIX: Final = "ST"
ALPHABET: Final = "0123456789BCDFGHJKMNPQRSTVWXZ"
LENGTH: Final = 8
"""Characters after the prefix: 7 of data and the check character."""

DATA_SPACE: Final = len(ALPHABET) ** (LENGTH - 1)

_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES: Final = str.maketrans("OIL", "011")
_ASIDE: Final = re.compile(r"[^0-9A-Z]+")
_WINDOW: Final = re.compile(rf"(?={PREFIX}([0-9A-Z]{{{LENGTH}}}))")


class MemoCodeError(ValueError):
    """Too little randomness was given to make a code."""


def make_code(random: bytes) -> str:
    """Return a code from ``random`` (at least 8 bytes from a CSPRNG).

    >>> make_code(bytes(8))
    'ST00000000'

    Raises:
        MemoCodeError: fewer than 8 bytes.
    """
    if len(random) < LENGTH:
        raise MemoCodeError("a code needs at least 8 random bytes")
    number = int.from_bytes(random, "big") % DATA_SPACE
    data = []
    for _ in range(LENGTH - 1):
        number, value = divmod(number, len(ALPHABET))
        data.append(value)
    return PREFIX + "".join(ALPHABET[value] for value in [*data, _check(data)])


def is_code(text: str) -> bool:
    """Return whether ``text`` is a code exactly as we write it."""
    body = text.removeprefix(PREFIX)
    return len(text) == len(PREFIX) + LENGTH and len(body) == LENGTH and _is_valid(body)


def find_codes(text: str) -> list[str]:
    """Return every code in a transfer's content, in order, each once.

    Case, accents, spaces and punctuation do not matter, nor what stands before and after; O is read
    as 0, I and L as 1.

    >>> find_codes("MBVCB.3278907687.st 0000-oOoo.CT tu")
    ['ST00000000']
    """
    found = (PREFIX + window for window in _windows(text) if _is_valid(window))
    return list(dict.fromkeys(found))


def nearly(text: str, codes: Iterable[str]) -> list[str]:
    """Return those of ``codes`` that stand in ``text`` with one wrong or two swapped characters.

    Never proof, only a hint for a person: the check character does its work in `find_codes`.
    """
    windows = [PREFIX + window for window in _windows(text)]
    return [code for code in codes if any(_is_near(window, code) for window in windows)]


def difference(written: str, code: str) -> list[bool]:
    """Return for each character of ``code`` whether ``written`` has another one there."""
    padded = written.ljust(len(code))
    return [padded[place] != character for place, character in enumerate(code)]


def written_for(text: str, code: str) -> str:
    """Return the window of ``text`` that is nearest to ``code``, or nothing when none is near."""
    windows = [PREFIX + window for window in _windows(text)]
    return next((window for window in windows if _is_near(window, code)), "")


def _windows(text: str) -> Iterator[str]:
    for match in _WINDOW.finditer(_plain(text)):
        yield match.group(1).translate(_LOOK_ALIKES)


def _plain(text: str) -> str:
    # đ has no decomposition; everything else loses its marks by NFKD.
    folded = unicodedata.normalize("NFKD", text.upper().replace("Đ", "D"))
    return _ASIDE.sub("", folded)


def _is_valid(body: str) -> bool:
    if any(character not in _VALUE for character in body):
        return False
    values = [_VALUE[character] for character in body]
    return values[-1] == _check(values[:-1])


def _check(values: list[int]) -> int:
    # Weights 2…8 for data and -1 for the check: all different and none zero modulo 29.
    return sum(weight * value for weight, value in enumerate(values, start=2)) % len(ALPHABET)


def _is_near(written: str, code: str) -> bool:
    places = [place for place, differs in enumerate(difference(written, code)) if differs]
    if len(places) == 2:  # noqa: PLR2004
        first, second = places
        return second == first + 1 and written[first] + written[second] == (
            code[second] + code[first]
        )
    return len(places) <= 1
