"""Khmer: counts by ten thousands (ម៉ឺន) and hundred thousands (សែន) up to the million (លាន).

Six to nine are five and one to four. Written without spaces.
"""

from typing import Final

_DIGITS: Final = (
    "សូន្យ",
    "មួយ",
    "ពីរ",
    "បី",
    "បួន",
    "ប្រាំ",
    "ប្រាំមួយ",
    "ប្រាំពីរ",
    "ប្រាំបី",
    "ប្រាំបួន",
)
_TENS: Final = ("", "ដប់", "ម្ភៃ", "សាមសិប", "សែសិប", "ហាសិប", "ហុកសិប", "ចិតសិប", "ប៉ែតសិប", "កៅសិប")
_PLACES: Final = ((100_000, "សែន"), (10_000, "ម៉ឺន"), (1_000, "ពាន់"), (100, "រយ"))
_MILLION: Final = 10**6


def parts(number: int) -> list[str]:
    """Return the words of a number that is not negative."""
    return _said(number) if number else [_DIGITS[0]]


def _said(number: int) -> list[str]:
    millions, rest = divmod(number, _MILLION)
    words = [*_said(millions), "លាន"] if millions else []
    for size, name in _PLACES:
        digit, rest = divmod(rest, size)
        if digit:
            words += [_DIGITS[digit], name]
    tens, ones = divmod(rest, 10)
    words += [_TENS[tens]] if tens else []
    return words + ([_DIGITS[ones]] if ones else [])
