"""Compressed GS1 Digital Link URIs: read and write. Pure.

``https://shop.example/ARFKk4XB0A`` says what ``https://shop.example/01/09506000134376`` says. The
last segment of the path is a row of bits, six a character; a key in front of it may stay readable
(``/01/09506000134376/EGIvU``: partly compressed). The bits are, again and again until fewer than
six are left, which are zero:

* the digits of an application identifier, four bits each; or eight bits that stand for several of
  them (:data:`_SEQUENCES`); then their values;
* or 1111, and then a key and a value of the query that are not GS1's.

A value is written part by part, as the format of its identifier says. Digits are one binary
number; where their count may vary it stands in front. Other text names its encoding (three bits),
then its length where that may vary, then its characters.

Source: GS1 Digital Link Standard 1.1.3, compression. Formats of identifiers that are younger
follow from the same rules.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from traceability.gs1.ai_table import describe, is_known, is_primary_key
from traceability.gs1.charsets import is_digits
from traceability.gs1.digital_link import build, parse, unescape
from traceability.gs1.element_string import Element
from traceability.gs1.errors import CompressionError

_ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_BITS_OF_CHARACTER = 6
_LONGEST_AI = 4
_LEAST_BITS = 8  # no identifier is shorter: fewer bits are padding
_LENGTH_OF_OTHERS = 7
_KEY_IN_PATH = re.compile(r"(.*)/([0-9]{2,4})/([^/]+)")

# Encodings of text: its digits as one number, or so many bits a character of an alphabet.
_AS_NUMBER = 0
_ASCII = "".join(map(chr, range(128)))
_ENCODINGS = {
    2: (4, "0123456789ABCDEF"),
    1: (4, "0123456789abcdef"),
    3: (6, _ALPHABET),
    4: (7, _ASCII),
}  # in the order a writer tries them

_SEQUENCES: dict[str, tuple[str, ...]] = {
    "0A": ("01", "22"),
    "0B": ("01", "10"),
    "0C": ("01", "21"),
    "0D": ("01", "17"),
    "0E": ("01", "7003"),
    "0F": ("01", "30"),
    "1A": ("01", "10", "17", "21"),
    "1B": ("01", "15"),
    "1C": ("01", "11"),
    "1D": ("01", "16"),
    "1E": ("01", "91"),
    "1F": ("01", "10", "15"),
    **{f"2{'ABCDEF'[point]}": ("01", f"310{point}") for point in range(6)},
    **{f"3{'ABCDEF'[point]}": ("01", f"320{point}") for point in range(6)},
    "9A": ("8010", "8011"),
    "9B": ("8017", "8019"),
    "9C": ("8018", "8019"),
    "9D": ("254", "414"),
    **{f"A{point}": ("01", f"392{point}") for point in range(10)},
    **{f"C{point}": ("255", f"390{point}") for point in range(10)},
    **{f"C{'ABCD'[point]}": ("255", f"394{point}") for point in range(4)},
}
"""Codes of identifiers that often stand together; their values follow in ascending order."""

_UNSETTLED = frozenset({"8007"})
"""Identifiers whose length field depends on which table one reads: refused, never guessed."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a compressed segment holds.

    Attributes:
        elements: application identifiers and values, in the order written, not yet checked.
        others: keys and values of the query that are not GS1's.
    """

    elements: tuple[Element, ...]
    others: tuple[tuple[str, str], ...] = ()


def decompress(uri: str) -> str:
    """Return the uncompressed Digital Link that ``uri`` stands for, all its rules checked.

    >>> decompress("https://shop.example/ARFKk4XB0A")
    'https://shop.example/01/09506000134376'

    Args:
        uri: without query and fragment.

    Raises:
        CompressionError: it is not compressed, or holds not exactly one key.
        Gs1Error: a child that names the rule the uncompressed link breaks.
    """
    stem, _, segment = uri.rpartition("/")
    contents = read_segment(segment)
    elements = contents.elements
    readable = _KEY_IN_PATH.fullmatch(stem)
    if readable and is_primary_key(readable[2]) and readable[3].isascii():
        stem = readable[1]
        elements = (Element(readable[2], unescape(readable[3])), *elements)
    if sum(is_primary_key(element.ai) for element in elements) != 1:
        raise CompressionError("there must be exactly one key")
    plain = build(elements, stem)
    if not contents.others:
        return plain
    return plain + ("&" if "?" in plain else "?") + urlencode(contents.others)


def compress(uri: str) -> str:
    """Return the shortest usual form of a Digital Link; what is not GS1's stays in the query.

    >>> compress("https://shop.example/01/09506000134376?linkType=all")
    'https://shop.example/ARFKk4XB0A?linkType=all'

    Raises:
        CompressionError: it cannot be read back from a compressed form.
        Gs1Error: a child that names the rule that ``uri`` breaks.
    """
    link = parse(uri)
    short = f"{link.stem}/{write_segment(link.elements)}"
    if set(parse(decompress(short)).elements) != set(link.elements):
        raise CompressionError("what is compressed would not read as the same link")
    return short + ("?" + "&".join(link.ignored) if link.ignored else "")


# --- Reading -----------------------------------------------------------------------------------


class _Bits:
    """The bits of a segment, taken from the left."""

    def __init__(self, text: str) -> None:
        try:
            sixes = [f"{_ALPHABET.index(character):06b}" for character in text]
        except ValueError:
            raise CompressionError("a character that compressed links do not have") from None
        self._bits = "".join(sixes)
        self._at = 0

    @property
    def left(self) -> str:
        return self._bits[self._at :]

    def take(self, count: int) -> int:
        taken = self._bits[self._at : self._at + count]
        if len(taken) < count:
            raise CompressionError("it ends in the middle of a value")
        self._at += count
        return int(taken, 2)


def read_segment(text: str) -> Contents:
    """Return what the compressed segment of a path holds.

    Raises:
        CompressionError: it is none.
    """
    bits = _Bits(text)
    elements: list[Element] = []
    others: list[tuple[str, str]] = []
    while len(bits.left) >= _LEAST_BITS:
        code = f"{bits.take(8):02X}"
        if code.startswith("F"):
            others.append(_read_other(bits, int(code[1], 16)))
        else:
            elements += [Element(ai, _read_value(bits, ai)) for ai in _read_identifiers(bits, code)]
    if len(bits.left) >= _BITS_OF_CHARACTER or "1" in bits.left:
        raise CompressionError("more bits than the values need")
    return Contents(tuple(elements), tuple(others))


def _read_identifiers(bits: _Bits, code: str) -> tuple[str, ...]:
    """Return the identifiers that ``code`` begins or stands for."""
    if code in _SEQUENCES:
        return _SEQUENCES[code]
    ai = code
    while not is_known(ai) and len(ai) < _LONGEST_AI:
        ai += f"{bits.take(4):X}"
    if not is_known(ai):
        raise CompressionError(f"({ai}) is not an application identifier")
    return (ai,)


def _read_value(bits: _Bits, ai: str) -> str:
    return "".join(_read_part(bits, part) for part in _parts_of(ai))


def _read_part(bits: _Bits, part: _Part) -> str:
    if part.is_number:
        return _read_number(bits, bits.take(part.length_bits) if part.varies else part.most)
    encoding = bits.take(3)
    return _read_text(bits, encoding, bits.take(part.length_bits) if part.varies else part.most)


def _read_number(bits: _Bits, digits: int) -> str:
    number = str(bits.take(_bits_of_number(digits))).zfill(digits)
    if not digits:
        return ""
    if len(number) > digits:
        raise CompressionError(f"a number of {digits} digits is too large")
    return number


def _read_text(bits: _Bits, encoding: int, length: int) -> str:
    if encoding == _AS_NUMBER:
        return _read_number(bits, length)
    if encoding not in _ENCODINGS:
        raise CompressionError(f"there is no encoding {encoding}")
    width, alphabet = _ENCODINGS[encoding]
    return "".join(alphabet[bits.take(width)] for _ in range(length))


def _read_other(bits: _Bits, first: int) -> tuple[str, str]:
    """Return a key and a value that are not GS1's; ``first`` begins the length of the key."""
    length = first << 3 | bits.take(3)
    key = "".join(_ALPHABET[bits.take(_BITS_OF_CHARACTER)] for _ in range(length))
    encoding = bits.take(3)
    value = _read_text(bits, encoding, bits.take(_LENGTH_OF_OTHERS))
    if not key or is_digits(key):
        raise CompressionError("a key that could only be an application identifier, or none")
    if not value.isprintable():
        raise CompressionError("a value with characters that cannot be seen")
    return key, value


# --- Writing -----------------------------------------------------------------------------------


def write_segment(elements: Iterable[Element]) -> str:
    """Return the compressed segment of checked elements, each identifier once.

    Raises:
        CompressionError: the format of one is not settled.
    """
    values = {element.ai: element.value for element in elements}
    bits = ""
    for code, identifiers in _sequences_in(values):
        bits += _digits(code) + "".join(_value(ai, values.pop(ai)) for ai in identifiers)
    bits += "".join(_digits(ai) + _value(ai, values[ai]) for ai in sorted(values))
    bits += "0" * (-len(bits) % _BITS_OF_CHARACTER)
    starts = range(0, len(bits), _BITS_OF_CHARACTER)
    return "".join(_ALPHABET[int(bits[at : at + _BITS_OF_CHARACTER], 2)] for at in starts)


def _sequences_in(identifiers: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the codes that save most digits, until none fits the identifiers that are left."""
    rest = set(identifiers)
    found = []
    while fitting := [item for item in _SEQUENCES.items() if rest.issuperset(item[1])]:
        best = max(fitting, key=lambda item: len("".join(item[1])))
        found.append(best)
        rest.difference_update(best[1])
    return found


def _digits(code: str) -> str:
    return "".join(f"{int(digit, 16):04b}" for digit in code)


def _value(ai: str, value: str) -> str:
    written = ""
    for part in _parts_of(ai):
        text = value if part.varies else value[: part.most]
        value = value[len(text) :]
        written += _number(text, part) if part.is_number else _text(text, part)
    return written


def _number(text: str, part: _Part) -> str:
    return _length(text, part) + f"{int(text or '0'):0{_bits_of_number(len(text))}b}"


def _text(text: str, part: _Part) -> str:
    if is_digits(text):
        return f"{_AS_NUMBER:03b}" + _number(text, part)
    fitting = (code for code, (_, alphabet) in _ENCODINGS.items() if set(text) <= set(alphabet))
    encoding = next(fitting) if text else max(_ENCODINGS)
    width, alphabet = _ENCODINGS[encoding]
    characters = "".join(f"{alphabet.index(character):0{width}b}" for character in text)
    return f"{encoding:03b}" + _length(text, part) + characters


def _length(text: str, part: _Part) -> str:
    return f"{len(text):0{part.length_bits}b}" if part.varies else ""


# --- Formats -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a value as it is compressed: a number or text, of one length or up to it."""

    is_number: bool
    varies: bool
    most: int

    @property
    def length_bits(self) -> int:
        """How many bits the length takes, by the standard's formula."""
        return math.ceil(math.log2(self.most) + 0.01)

    def joined(self, other: _Part) -> _Part | None:
        """Return both as one, or None: a fixed and a varying number stay apart."""
        if self.is_number != other.is_number or (self.is_number and self.varies != other.varies):
            return None
        return _Part(self.is_number, self.varies or other.varies, self.most + other.most)


@cache
def _parts_of(ai: str) -> Sequence[_Part]:
    """Return the parts of a value; components of one kind that stand side by side are one part."""
    if ai in _UNSETTLED:
        raise CompressionError("its compressed form is not settled", ai=ai)
    parts: list[_Part] = []
    for component in describe(ai).components:
        varies = component.optional or component.least < component.most
        part = _Part(component.charset == "digits", varies, component.most)
        joined = parts[-1].joined(part) if parts else None
        parts[-1 if joined else len(parts) :] = [joined or part]
    return tuple(parts)


def _bits_of_number(digits: int) -> int:
    """Return how many bits a number takes, by the standard's formula: one even without a digit."""
    return math.ceil(digits * math.log2(10) + 0.01)
