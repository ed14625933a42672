"""What may stand in a data object, and how Vietnamese is brought down to it. Pure.

Source: NAPAS VietQR v1.0 (09/2021): format ANS is the EMV common character set, which is
printable ASCII. Names with diacritics are read differently by different apps, so none are made.
"""

import re
import unicodedata
from typing import Final

PROMPT: Final = "***"  # in 62.01 to 62.08: "the app asks the payer"

_ANS: Final = re.compile(r"[ -~]*\Z")
_UNMARKED: Final = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "’": "'", "‘": "'"})
_NOT_IN_A_MEMO: Final = re.compile(r"[^A-Z0-9 ]")


def is_ans(text: str) -> bool:
    """Say whether every character is of the EMV common set (U+0020 to U+007E)."""
    return _ANS.match(text) is not None


def has_control(text: str) -> bool:
    """Say whether a control character (C0, DEL, C1) is among the characters."""
    return any(unicodedata.category(character) == "Cc" for character in text)


def fold(text: str) -> str:
    """Take the marks off Vietnamese letters; what is no Vietnamese letter stays.

    >>> fold("Gạo Sóc Trăng đặc sản")
    'Gao Soc Trang dac san'
    """
    apart = unicodedata.normalize("NFD", text.translate(_UNMARKED))
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare)


def memo(text: str) -> str:
    """Return ``text`` as a transfer memo that banks leave alone: ``A-Z``, ``0-9``, single spaces.

    Punctuation is dropped, not replaced: banks drop it too, and a code must come out whole.

    >>> memo("Trả tiền đơn ST/7K2M-9Q")
    'TRA TIEN DON ST7K2M9Q'
    """
    if text == PROMPT:
        return text
    return " ".join(_NOT_IN_A_MEMO.sub("", fold(" ".join(text.split())).upper()).split())
