"""What somebody at the desk typed into the search box, as each kind of thing it may mean. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from payments.receipts.core.memo import find_codes

MOST_DIGITS: Final = 12
LEAST_OF_A_CODE: Final = 4
"""Characters of a code or number that are worth looking for: fewer stand in every other one."""

_SIGNS: Final = re.compile(r"(?:vnđ|vnd|đồng|dong|đ|₫|d)\Z")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,  ]\d{3})+\Z|\d+\Z", re.ASCII)
_SCALED: Final = re.compile(
    r"(?P<whole>\d+)(?:[.,](?P<part>\d+))?\s*"
    r"(?P<unit>k|nghìn|nghin|ngàn|ngan|triệu|trieu|tr|củ|cu|tỷ|ty|tỉ|ti)"
    r"\s*(?P<after>\d+)?\Z",
    re.ASCII,
)
_THOUSAND: Final = frozenset({"k", "nghìn", "nghin", "ngàn", "ngan"})
_BILLION: Final = frozenset({"tỷ", "ty", "tỉ", "ti"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a search may mean; empty where it cannot mean that.

    Args:
        text: as typed, without spaces around it.
        amount: in đồng, 0 for none.
        codes: whole memo codes in it, look-alike letters read as we write them.
        part: letters and digits alone, upper case, when long enough to look for inside codes.
        digits: digits alone, when nothing else stands there and there are enough of them.
    """

    text: str
    amount: int = 0
    codes: tuple[str, ...] = ()
    part: str = ""
    digits: str = ""


def wanted(query: str) -> Wanted:
    """Return what ``query`` may mean."""
    text = " ".join(query.split())
    part = "".join(character for character in text if character.isalnum()).upper()
    is_long = len(part) >= LEAST_OF_A_CODE
    only_digits = part.isascii() and part.isdigit()
    return Wanted(
        text=text,
        amount=amount_in(text),
        codes=tuple(find_codes(text)),
        part=part if is_long else "",
        digits=part if is_long and only_digits else "",
    )


def amount_in(text: str) -> int:
    """Return the amount that ``text`` is, in đồng; 0 when it is none.

    >>> [amount_in(one) for one in ("203.000 ₫", "203k", "1,2 triệu", "1tr2", "ST26A7K")]
    [203000, 203000, 1200000, 1200000, 0]
    """
    bare = text.strip().lower().removeprefix("+").strip()
    bare = _SIGNS.sub("", bare).strip()
    if _GROUPED.match(bare):
        digits = re.sub(r"\D", "", bare)
        return int(digits) if len(digits) <= MOST_DIGITS else 0
    scaled = _SCALED.match(bare)
    return _scaled(scaled) if scaled else 0


def _scaled(found: re.Match[str]) -> int:
    """Return ``1,2 triệu`` and ``1tr2`` as đồng; 0 for what nobody writes."""
    unit, part, after = found["unit"], found["part"] or "", found["after"] or ""
    if part and after:
        return 0
    size = _size(unit)
    below = part or after
    if len(below) > len(str(size)) - 1 or len(found["whole"]) > MOST_DIGITS:
        return 0
    rest: int = int(below or 0) * size // 10 ** len(below)
    return int(found["whole"]) * size + rest


def _size(unit: str) -> int:
    if unit in _THOUSAND:
        return 1_000
    return 1_000_000_000 if unit in _BILLION else 1_000_000
