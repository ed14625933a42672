"""Amounts and quantities as people type them here. Pure.

Dots group thousands and a comma begins the fraction; many phones type it the other way round.
"""

import re
from decimal import Decimal
from typing import Final

_SIGN: Final = re.compile(r"(?:₫|đ|d|vnđ|vnd|đồng|dong)$", re.IGNORECASE)
_PLAIN: Final = re.compile(r"\d{1,12}", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*", re.ASCII)
_FRACTION: Final = re.compile(r"\d{1,6}[.,]\d{1,3}", re.ASCII)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII)


class TypedNumberError(ValueError):
    """The text is no number of that kind."""


def whole_dong(text: str) -> int:
    """Return an amount of đồng.

    Raises:
        TypedNumberError: it is not written as a whole amount.

    >>> whole_dong("185.000 đ"), whole_dong("1,250,000"), whole_dong("68000")
    (185000, 1250000, 68000)
    """
    bare = _SIGN.sub("", text.replace("\u00a0", " ").strip()).strip()
    if not (_PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare)):
        raise TypedNumberError(text)
    return int(re.sub(r"[.,\s]", "", bare))


def quantity(text: str) -> Decimal:
    """Return a quantity with up to three decimals.

    Raises:
        TypedNumberError: it is no such number.

    >>> quantity("0,5"), quantity("2.5"), quantity("1.000")
    (Decimal('0.5'), Decimal('2.5'), Decimal('1000'))
    """
    bare = text.strip()
    if _PLAIN.fullmatch(bare):
        return Decimal(bare)
    if _THOUSANDS.fullmatch(bare):
        return Decimal(bare.replace(".", ""))
    if _FRACTION.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    raise TypedNumberError(text)
