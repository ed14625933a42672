"""English, as invoices write it: ``one thousand two hundred and five``, ``twenty-one``."""

from typing import Final


def _split(text: str) -> list[str]:
    return text.split()


_SMALL: Final = _split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS: Final = _split("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES: Final = _split(
    "decillion nonillion octillion septillion sextillion quintillion quadrillion trillion billion "
    "million thousand"
)
_THOUSAND: Final = 1000


def parts(number: int) -> list[str]:
    """Return the words of a number that is not negative and below 10^36."""
    if number == 0:
        return [_SMALL[0]]
    words: list[str] = []
    for at, name in enumerate(_SCALES):
        group = number // _THOUSAND ** (len(_SCALES) - at) % _THOUSAND
        words += [*_group(group), name] if group else []
    last = number % _THOUSAND
    is_tail = bool(words) and 0 < last < 100  # noqa: PLR2004 -- below a hundred
    return words + (["and"] if is_tail else []) + _group(last)


def _group(group: int) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [_SMALL[hundreds], "hundred"] if hundreds else []
    if rest == 0:
        return words
    return words + (["and"] if words else []) + [_below_hundred(rest)]


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]
