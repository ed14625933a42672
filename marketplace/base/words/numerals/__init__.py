"""Whole numbers in words: Vietnamese, Khmer, English. Pure.

Each language gives the *parts* of a number, one word (or one clip of a recorded voice) each, and
how parts are joined. So what is printed on an invoice and what a stall hears is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from marketplace.base.words.numerals import english, khmer, vietnamese

LIMIT: Final = 10**36
"""Numbers must be smaller than this, either side of zero."""


class NumeralError(ValueError):
    """A number or a language that has no words here."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a language says numbers."""

    parts: Callable[[int], list[str]]
    minus: str
    dong: str
    joint: str


_SPEAKERS: Final = {
    "vi": Speaker(vietnamese.parts, "âm", "đồng", " "),
    "km": Speaker(khmer.parts, "ដក", "ដុង", ""),
    "en": Speaker(english.parts, "minus", "dong", " "),
}
LANGUAGES: Final = tuple(_SPEAKERS)


def parts(number: int, language: str = "vi") -> list[str]:
    """Return the words of ``number`` one by one.

    Raises:
        NumeralError: the language is none of `LANGUAGES`, or the number is too big.
    """
    speaker = _speaker(language)
    if abs(number) >= LIMIT:
        raise NumeralError(f"{number} has more digits than can be said")
    said = speaker.parts(abs(number))
    return [speaker.minus, *said] if number < 0 else said


def in_words(number: int, language: str = "vi") -> str:
    """Return ``number`` in words.

    >>> in_words(1_250_005)
    'một triệu hai trăm năm mươi nghìn không trăm linh năm'

    Raises:
        NumeralError: the language is none of `LANGUAGES`, or the number is too big.
    """
    return _speaker(language).joint.join(parts(number, language))


def dong_in_words(amount: int, language: str = "vi") -> str:
    """Return an amount of đồng as an invoice writes it: first letter large, unit behind.

    >>> dong_in_words(50_000)
    'Năm mươi nghìn đồng'

    Raises:
        NumeralError: the language is none of `LANGUAGES`, or the amount is too big.
    """
    speaker = _speaker(language)
    text = speaker.joint.join([*parts(amount, language), speaker.dong])
    return text[0].upper() + text[1:]


def _speaker(language: str) -> Speaker:
    try:
        return _SPEAKERS[language]
    except KeyError:
        raise NumeralError(f"no numbers in {language!r}, only in {', '.join(LANGUAGES)}") from None
