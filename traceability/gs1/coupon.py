"""North American coupon codes, AI (8110) and (8112). Pure.

A shop in Sóc Trăng meets them only in somebody else's barcode; they are read so that every
application identifier of the table can be checked.

Source: GS1 US, North American Coupon Application Guideline; GS1 AI (8112) Coupon Data
Specification.
"""

from __future__ import annotations

from collections.abc import Callable

from traceability.gs1.charsets import is_digits
from traceability.gs1.errors import CouponError

_DATE_LENGTH = 6
_VARIABLE = 6  # what a length indicator of 0 stands for, where lengths begin at six


class _Reader:
    """Takes digits from the front of a coupon code."""

    def __init__(self, text: str) -> None:
        if not is_digits(text):
            raise CouponError("a coupon code is made of digits only")
        self._text = text
        self._at = 0

    @property
    def rest(self) -> str:
        """What is still to be read."""
        return self._text[self._at :]

    def take(self, count: int, what: str) -> str:
        """Return the next ``count`` digits."""
        taken = self.rest[:count]
        if len(taken) < count:
            raise CouponError(f"the coupon code ends within its {what}")
        self._at += count
        return taken

    def choice(self, allowed: str, what: str) -> str:
        """Return the next digit, which must be one of ``allowed``."""
        digit = self.take(1, what)
        if digit not in allowed:
            raise CouponError(f"{digit} is not a {what} of a coupon code")
        return digit

    def counted(self, allowed: str, what: str, *, beyond: int = 0) -> str:
        """Return as many digits as the length indicator in front of them says."""
        return self.take(int(self.choice(allowed, f"length of the {what}")) + beyond, what)


def require_coupon(text: str) -> None:
    """Refuse what is not a North American coupon code, AI (8110).

    Raises:
        CouponError: a field is missing, truncated, out of its values or out of order.
    """
    reader = _Reader(text)
    reader.counted("0123456", "company prefix", beyond=_VARIABLE)
    reader.take(6, "offer code")
    reader.counted("12345", "save value")
    _purchase(reader)
    dates: dict[str, str] = {}
    for mark, field in _OPTIONAL_FIELDS.items():
        if reader.rest.startswith(mark):
            reader.take(1, "field mark")
            field(reader, dates)
    if reader.rest:
        raise CouponError(f"{reader.rest} is left over behind the coupon code")
    if dates.get("start", "") > dates.get("expiry", "999999"):
        raise CouponError("the coupon ends before it begins")


def require_positive_offer(text: str) -> None:
    """Refuse what is not a positive offer file coupon code, AI (8112).

    Raises:
        CouponError: as :func:`require_coupon`.
    """
    reader = _Reader(text)
    reader.choice("01", "format")
    reader.counted("0123456", "funder", beyond=_VARIABLE)
    reader.take(6, "offer code")
    reader.counted("0123456789", "serial number", beyond=_VARIABLE)
    if reader.rest:
        raise CouponError(f"{reader.rest} is left over behind the coupon code")


def _purchase(reader: _Reader) -> None:
    reader.counted("12345", "purchase requirement")
    reader.choice("012349", "purchase requirement code")
    reader.take(3, "purchase family code")


def _further_purchase(reader: _Reader) -> None:
    _purchase(reader)
    if reader.rest.startswith("9"):  # the same company as the first purchase
        reader.take(1, "company prefix")
    else:
        reader.counted("0123456", "company prefix", beyond=_VARIABLE)


def _second_purchase(reader: _Reader, _dates: dict[str, str]) -> None:
    reader.choice("0123", "additional purchase rule")
    _further_purchase(reader)


def _third_purchase(reader: _Reader, _dates: dict[str, str]) -> None:
    _further_purchase(reader)


def _dated(name: str) -> Callable[[_Reader, dict[str, str]], None]:
    def field(reader: _Reader, dates: dict[str, str]) -> None:
        date = reader.take(_DATE_LENGTH, f"{name} date")
        if not _is_date(date):
            raise CouponError(f"{date} is not a date")
        dates[name] = date

    return field


def _is_date(text: str) -> bool:
    month, day = int(text[2:4]), int(text[4:])
    days = (31, 29 if int(text[:2]) % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= len(days) and 1 <= day <= days[month - 1]


def _serial_number(reader: _Reader, _dates: dict[str, str]) -> None:
    reader.counted("0123456789", "serial number", beyond=_VARIABLE)


def _retailer(reader: _Reader, _dates: dict[str, str]) -> None:
    reader.counted("1234567", "retailer", beyond=_VARIABLE)


def _remainder(reader: _Reader, _dates: dict[str, str]) -> None:
    reader.choice("01256", "save value code")
    reader.choice("012", "item the save value applies to")
    reader.take(1, "store coupon flag")
    reader.choice("01", "do-not-multiply flag")


_OPTIONAL_FIELDS: dict[str, Callable[[_Reader, dict[str, str]], None]] = {
    "1": _second_purchase,
    "2": _third_purchase,
    "3": _dated("expiry"),
    "4": _dated("start"),
    "5": _serial_number,
    "6": _retailer,
    "9": _remainder,
}
