"""How Vietnamese text is compared, searched and written without accents. Pure.

Three strengths of sameness, weakest first: `fold` (accents, đ and case do not count),
`accent_key` (only the old and new placement of a tone mark do not count), equality.
"""

import re
import unicodedata
from typing import Final

_MARKS: Final = re.compile("[\u0300-\u036f]")
"""Latin combining marks only: Khmer vowels are combining marks too and must stay."""

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_D_AND_DIGITS: Final = str.maketrans("đĐ០១២៣៤៥៦៧៨៩", "dD0123456789")
_PUNCTUATION: Final = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "₫": "d",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "…": "...",
        "\u00a0": " ",
    }
)
_TONE: Final = "[\u0300\u0301\u0303\u0309\u0323]"
_OLD_TONE_PLACE: Final = re.compile(f"(o)({_TONE})([ae])|(u)({_TONE})(y)")
_TOKEN: Final = re.compile("(?:[^\\W_]|[\u17b4-\u17d3\u17dd])+")
_NOT_MEMO: Final = re.compile("[^A-Z0-9]+")


def fold(text: str) -> str:
    """Return ``text`` without accents, đ as d, lower case, Khmer digits as ASCII digits.

    Zero-width characters go: Khmer writers use them as break hints.

    >>> fold("Gạo ST25 đặc sản")
    'gao st25 dac san'
    """
    composed = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    bare = _MARKS.sub("", unicodedata.normalize("NFD", composed.lower()))
    return unicodedata.normalize("NFC", bare.translate(_D_AND_DIGITS))


def unaccented(text: str) -> str:
    """Return ``text`` in plain ASCII as people write it in an SMS: case kept, accents dropped.

    >>> unaccented("Đơn 26A9M: trả 185.000 ₫ – hôm nay")
    'Don 26A9M: tra 185.000 d - hom nay'
    """
    composed = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    bare = _MARKS.sub("", unicodedata.normalize("NFD", composed))
    plain = unicodedata.normalize("NFC", bare).translate(_D_AND_DIGITS).translate(_PUNCTUATION)
    return plain.encode("ascii", "ignore").decode("ascii")


def accent_key(text: str) -> str:
    """Return ``text`` in lower case, composed, with tones where the 1984 rules put them.

    *hòa* and *hoà*, *khỏe* and *khoẻ*, *thúy* and *thuý* are the same words typed on two
    kinds of keyboard; *hoa* is another word and keeps another key.

    >>> accent_key("Xã HÒA TÚ") == accent_key("xã Hoà Tú")
    True
    """
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).lower())
    moved = _OLD_TONE_PLACE.sub(_to_second_vowel, apart)
    return unicodedata.normalize("NFC", moved)


def _to_second_vowel(match: re.Match[str]) -> str:
    first, tone, second = (group for group in match.groups() if group is not None)
    return first + second + tone


def tokens(text: str) -> list[str]:
    """Return the folded words of ``text``, in order, repeated ones too.

    >>> tokens("Tôm sú 20–30 con/kg")
    ['tom', 'su', '20', '30', 'con', 'kg']
    """
    return _TOKEN.findall(fold(text))


def ascii_upper(text: str, max_len: int) -> str:
    """Return ``text`` as banks take it in a memo: A–Z, 0–9 and single spaces.

    Args:
        text: any text; letters outside Vietnamese Latin become spaces.
        max_len: the most characters wanted; never ends in a space.

    >>> ascii_upper("Trả đơn: Gạo ST25!", 14)
    'TRA DON GAO ST'
    """
    letters = fold(text).upper().encode("ascii", "replace").decode("ascii")
    return _NOT_MEMO.sub(" ", letters).strip()[:max_len].rstrip()
