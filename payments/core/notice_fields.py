"""Reading the fields of a notice strictly: what is not as promised is refused. Pure."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))  # no summer time since 1975
LARGEST_AMOUNT: Final = 10**13 - 1
"""In đồng; the longest amount a VietQR code can ask for. More is a mistake, not a transfer."""

LONGEST_TEXT: Final = 2000
LONGEST_NUMBER: Final = 20
LARGEST_EXPONENT: Final = 30


class NoticeError(ValueError):
    """The body is not what its sender's document promises."""


def json_object(body: bytes) -> dict[str, object]:
    """Return the JSON object in ``body``; fractions become ``Decimal``.

    Raises:
        NoticeError: no JSON in UTF-8, no object, a key that comes twice, a letter that no text can
            hold, or a number nobody would write.
    """
    try:
        found = json.loads(
            body.decode("utf-8"),
            parse_float=_fraction,
            parse_constant=_no_constant,
            object_pairs_hook=_unique_keys,
        )
        _check_letters(body, found)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError, JSONDecodeError, too long
        raise NoticeError("the body is not JSON in UTF-8") from error
    if not isinstance(found, dict):
        raise NoticeError("the body is not a JSON object")
    return found


def inner_object(fields: Mapping[str, object], name: str) -> dict[str, object]:
    """Return the object that stands in ``name``.

    Raises:
        NoticeError: there is none.
    """
    value = fields.get(name)
    if not isinstance(value, dict):
        raise NoticeError(f"{name} is not an object")
    return value


def text(fields: Mapping[str, object], name: str, *, required: bool = False) -> str:
    """Return a text without blanks around it; empty for null or absent.

    Raises:
        NoticeError: no text, too long, missing though required, or it cannot be stored.
    """
    value = fields.get(name)
    if value is None:
        value = ""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise NoticeError(f"{name} is not a text of at most {LONGEST_TEXT} characters")
    if required and not value.strip():
        raise NoticeError(f"{name} is missing")
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise NoticeError(f"{name} holds a character that cannot be stored")
    return value.strip()


def number_text(fields: Mapping[str, object], name: str) -> str:
    """Return an identifying number as text, whether it came as a number or as digits.

    Raises:
        NoticeError: it is missing or no number of at most 64 bits.
    """
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise NoticeError(f"{name} is missing")
    digits = str(value)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        raise NoticeError(f"{name} is not a number")
    return digits


def whole_dong(fields: Mapping[str, object], name: str, *, signed: bool = False) -> int:
    """Return an amount in whole đồng; less than zero only where the sender signs its amounts.

    Raises:
        NoticeError: no number, a fraction, zero, or more than a transfer can be.
    """
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise NoticeError(f"{name} is not a number")
    amount = Decimal(value)
    if not 0 < (abs(amount) if signed else amount) <= LARGEST_AMOUNT or amount % 1:
        raise NoticeError(f"{name} is not whole đồng above zero")
    return int(amount)


def local_time(fields: Mapping[str, object], name: str) -> datetime:
    """Return a time of Vietnam written ``YYYY-MM-DD hh:mm:ss`` as an aware one.

    Raises:
        NoticeError: it is missing or written otherwise.
    """
    value = fields.get(name)
    if not (isinstance(value, str) and value.isascii()):
        raise NoticeError(f"{name} is missing")
    try:
        naive = datetime.strptime(value, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 (zone follows)
    except ValueError as error:
        raise NoticeError(f"{name} is not YYYY-MM-DD hh:mm:ss") from error
    return naive.replace(tzinfo=VIETNAM)


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _unique_keys(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key comes twice")
    return fields


def _check_letters(body: bytes, found: object) -> None:
    """Check that every text can be signed and stored.

    Raises:
        ValueError: JSON's escapes spell half a letter or a NUL.
    """
    if b"\\u" not in body:
        return
    written = json.dumps(found, ensure_ascii=False, default=str)
    written.encode()
    if "\\u0000" in written.replace("\\\\", ""):  # a written backslash starts no escape
        raise NoticeError("a text holds a NUL")


def _fraction(written: str) -> Decimal:
    """Return a number with a point or an exponent.

    Raises:
        NoticeError: it is so large or small that working with it would cost more than a notice.
    """
    number = Decimal(written)
    if number and abs(number.adjusted()) > LARGEST_EXPONENT:
        raise NoticeError("a number is too large or too small")
    return number
