"""Vietnamese: mốt, tư, lăm after tens, linh for an empty ten, không trăm for an empty hundred.

*Tư* stands after *mươi* only (24 ``hai mươi tư``; 14 ``mười bốn``, 104 ``một trăm linh bốn``), as
most school books and invoices have it. Groups without a digit are not said; a group after the
first says its empty hundred, without which 1.005 and 1.500 would sound alike.
"""

from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS: Final = {1: "mốt", 4: "tư", 5: "lăm"}
_BILLION: Final = 10**9
_GROUPS: Final = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))


def parts(number: int) -> list[str]:
    """Return the words of a number that is not negative."""
    return _said(number, is_first=True) if number else [_DIGITS[0]]


def _said(number: int, *, is_first: bool) -> list[str]:
    """Return the words; after a bigger group every hundred is said."""
    words: list[str] = []
    billions, rest = divmod(number, _BILLION)
    if billions:
        words = [*_said(billions, is_first=is_first), "tỷ"]
    for size, name in _GROUPS:
        group, rest = divmod(rest, size)
        if group:
            words += _group(group, is_first=is_first and not words)
            words += [name] if name else []
    return words


def _group(group: int, *, is_first: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or not is_first else []
    tens, ones = divmod(rest, 10)
    if tens == 0:
        return words + ([*(["linh"] if words else []), _DIGITS[ones]] if ones else [])
    return words + _tens(tens) + _ones(tens, ones)


def _tens(tens: int) -> list[str]:
    return ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]


def _ones(tens: int, ones: int) -> list[str]:
    if ones == 0:
        return []
    if tens == 1:
        return ["lăm" if ones == 5 else _DIGITS[ones]]  # noqa: PLR2004 -- the digit itself
    return [_AFTER_TENS.get(ones, _DIGITS[ones])]
