"""Serials and codes: random, upper-case, readable aloud. Pure.

The alphabet is Crockford's base 32 without its vowels (no accidental words): 30 characters.
Eleven of them hold 53.9 bits, so with ten million codes on sale a guess hits once in 1.7 billion.
"""

import math
import secrets
from itertools import product

ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
SERIAL_LENGTH = 11
SERIAL_BITS = SERIAL_LENGTH * math.log2(len(ALPHABET))
LINK_LENGTH = 8
"""Length of a lot's own code, which is public; a serial's is longer, so the two never clash."""

_MISREAD = {"O": "0", "I": "1", "L": "1", "U": "V", "A": "4", "E": "3"}
"""Letters no code has, and what a reader probably saw."""

_LOOK_ALIKE = {"0": "DQ", "8": "B", "B": "8", "5": "S", "S": "5", "2": "Z", "Z": "2"} | {
    "D": "0",
    "Q": "0",
    "6": "G",
    "G": "6",
    "1": "7",
    "7": "1",
    "V": "Y",
    "Y": "V",
}
_MOST_GUESSES = 24


def new_code(length: int = SERIAL_LENGTH) -> str:
    """Return ``length`` random characters of the alphabet, from the system's CSPRNG."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalised(typed: str) -> str:
    """Return what was typed in capitals, without spaces, dots, dashes and what nobody types."""
    return "".join(sign for sign in typed.upper() if sign not in " \t\r\n\x00.-–—_·")


def is_code(text: str) -> bool:
    """Say whether ``text`` could be a serial's or a lot's code."""
    return len(text) in {SERIAL_LENGTH, LINK_LENGTH} and all(sign in ALPHABET for sign in text)


def has_forbidden_letters(text: str) -> bool:
    """Say whether ``text`` holds a letter that no code has, such as O or I."""
    return any(sign in _MISREAD for sign in text.upper())


def likely_codes(typed: str) -> list[str]:
    """Return codes that ``typed`` may have been misread from, the likeliest first.

    Letters that no code has are replaced; then one look-alike (8 for B, 0 for D …) at a time.
    What was typed itself is not among them.

    >>> likely_codes("7K3Q9ZXWPMO")[0]
    '7K3Q9ZXWPM0'
    """
    text = normalised(typed)
    if len(text) not in {SERIAL_LENGTH, LINK_LENGTH}:
        return []
    plain = "".join(_MISREAD.get(sign, sign) for sign in text)
    if not is_code(plain):
        return []
    found = [plain, *(_swap(plain, at, sign) for at, sign in _single_swaps(plain))]
    return [code for code in dict.fromkeys(found) if code != text][:_MOST_GUESSES]


def _single_swaps(text: str) -> list[tuple[int, str]]:
    places = ((at, _LOOK_ALIKE.get(sign, "")) for at, sign in enumerate(text))
    return [pair for at, signs in places for pair in product([at], signs)]


def _swap(text: str, at: int, sign: str) -> str:
    return text[:at] + sign + text[at + 1 :]
