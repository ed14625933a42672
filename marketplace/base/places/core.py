"""How names of places are matched: pure.

A unit's search key holds its names and those it stands in, folded, between bars:
``|6|phuong 6|soc trang|thanh pho soc trang|soc trang|tinh soc trang|``. A bar before a word means a
name begins there.
"""

import re
from collections.abc import Iterable
from typing import Final

from marketplace.base.words.core import accent_key, fold, tokens

KIND_WORDS: Final = (
    "Thành phố",
    "Thị trấn",
    "Đặc khu",
    "Thị xã",
    "Phường",
    "Huyện",
    "Quận",
    "Tỉnh",
    "Xã",
)
_ABBREVIATIONS: Final = {
    "tphcm": "thanh pho ho chi minh",
    "hcm": "ho chi minh",
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "p": "phuong",
    "q": "quan",
    "h": "huyen",
    "x": "xa",
    "t": "tinh",
}
_NUMBERED: Final = re.compile(r"(p|q)0?(\d{1,2})")
_PARTS: Final = re.compile(r"[,;/|\n]|\s[-–]\s")


def short_name(name: str) -> str:
    """Return the name without its kind: *Sóc Trăng* of *Phường Sóc Trăng*."""
    for words in KIND_WORDS:
        if name.startswith(f"{words} "):
            return name.removeprefix(f"{words} ")
    return name


def search_key(names: Iterable[str]) -> str:
    """Return the key of a unit from its full name and those of the units it stands in."""
    parts = [" ".join(tokens(text)) for name in names for text in (short_name(name), name)]
    return f"|{'|'.join(parts)}|"


def query_parts(query: str) -> list[str]:
    """Return what a person typed as folded phrases, one for each part between commas.

    Usual abbreviations are written out.

    >>> query_parts("P.6, TP Sóc Trăng")
    ['phuong 6', 'thanh pho soc trang']
    """
    parts = (_written_out(tokens(part)) for part in _PARTS.split(query))
    return [part for part in parts if part]


def _written_out(words: list[str]) -> str:
    out = []
    for position, word in enumerate(words):
        numbered = _NUMBERED.fullmatch(word)
        if numbered:
            out.append(f"{_ABBREVIATIONS[numbered[1]]} {numbered[2]}")
        elif position + 1 < len(words) or word in {"tphcm", "hcm"}:
            out.append(_ABBREVIATIONS.get(word, word))
        else:
            out.append(word)
    return " ".join(out)


def has_accents(text: str) -> bool:
    """Return whether the person took the trouble to type accents, so they may count."""
    return fold(text) != text.lower()


def agrees(query: str, name: str) -> bool:
    """Return whether ``name`` holds ``query`` with its very accents, wherever tones stand."""
    return accent_key(query.strip()) in accent_key(name)
