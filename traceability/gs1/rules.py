"""The rules a component of a GS1 value can be under, by name. Pure.

Each rule takes the component's text (whose characters and length are already checked) and
returns None or raises a :class:`~traceability.gs1.errors.Gs1Error` that says what is wrong.

Source: GS1 General Specifications, section 3 (application identifier definitions).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from functools import partial

from traceability.gs1 import errors
from traceability.gs1.charsets import CHARSET_64, is_digits
from traceability.gs1.check_digit import require_check_digit, require_check_pair
from traceability.gs1.code_lists import (
    COUNTRY_LETTERS,
    COUNTRY_NUMBERS,
    CURRENCY_NUMBERS,
    PACKAGE_TYPES,
)
from traceability.gs1.coupon import require_coupon, require_positive_offer

Rule = Callable[[str], None]

_SHORTEST_PREFIX = 4  # digits of the shortest GS1 Company Prefix
_IBAN_LENGTHS = range(11, 35)
_MONTHS = range(1, 13)
_HOURS = range(24)
_MINUTES = _SECONDS = range(60)


def _company_prefix(text: str) -> None:
    if not is_digits(text[:_SHORTEST_PREFIX]) or len(text) < _SHORTEST_PREFIX:
        raise errors.CompanyPrefixError(f"{text!r} does not begin with a GS1 Company Prefix")


def _company_prefix_behind_indicator(text: str) -> None:
    _company_prefix(text[1:])


def _date(text: str) -> None:
    # Two-digit years lie within 50 years of now, so until 2050 every fourth year is a leap year.
    _day_of_month(2000 + int(text[:2]), text[2:4], text[4:])


def _date_or_month(text: str) -> None:
    """Take day 00 for "the whole month", as dates on packs may say."""
    _date(text if text[4:] != "00" else text[:4] + "01")


def _date_with_century(text: str) -> None:
    _day_of_month(int(text[:4]), text[4:6], text[6:])


def _day_of_month(year: int, month: str, day: str) -> None:
    if int(month) not in _MONTHS:
        raise errors.MonthError(f"there is no month {month}")
    # year 0 is not in the Gregorian calendar of Python; it would be a leap year
    if not 1 <= int(day) <= calendar.monthrange(year or 4, int(month))[1]:
        raise errors.DayError(f"month {month} of year {year} has no day {day}")


def _hour(text: str) -> None:
    if int(text) not in _HOURS:
        raise errors.HourError(f"there is no hour {text}")


def _minute(text: str) -> None:
    if int(text) not in _MINUTES:
        raise errors.MinuteError(f"there is no minute {text}")


def _second(text: str) -> None:
    if int(text) not in _SECONDS:
        raise errors.SecondError(f"there is no second {text}")


def _hour_and_minute(text: str) -> None:
    _hour(text[:2])
    _minute(text[2:])


def _country(text: str) -> None:
    if text not in COUNTRY_NUMBERS:
        raise errors.CountryCodeError(f"{text} is not a country number of ISO 3166")


def _country_or_several(text: str) -> None:
    """Take 999 for "more than one country"."""
    if text != "999":
        _country(text)


def _country_letters(text: str) -> None:
    if text not in COUNTRY_LETTERS:
        raise errors.CountryCodeError(f"{text!r} is not a two-letter country code of ISO 3166")


def _currency(text: str) -> None:
    if text not in CURRENCY_NUMBERS:
        raise errors.CurrencyCodeError(f"{text} is not a currency number of ISO 4217")


def _percent_encoded(text: str) -> None:
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise errors.PercentEncodingError("a % needs two hexadecimal digits behind it")


def _piece_of_total(text: str) -> None:
    half, odd = divmod(len(text), 2)
    piece, total = int(text[:half] or 0), int(text[half:] or 0)
    if odd or not 1 <= piece <= total:
        raise errors.PieceOfTotalError(f"piece {text[:half]} of {text[half:]} cannot be")


def _position_of_total(text: str) -> None:
    found = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", text)
    if not found or int(found[1]) > int(found[2]):
        raise errors.SequencePositionError(f"{text!r} is not a position of a total")


def _not_zero(text: str) -> None:
    if not text.strip("0"):
        raise errors.ZeroError("zero is not allowed")


def _zero(text: str) -> None:
    if text.strip("0"):
        raise errors.ZeroError("only zero is allowed")


def _no_leading_zero(text: str) -> None:
    if len(text) > 1 and text.startswith("0"):
        raise errors.LeadingZeroError(f"{text} begins with a zero")


def _not_only_digits(text: str) -> None:
    if is_digits(text):
        raise errors.OnlyDigitsError("at least one character must not be a digit")


def _one_of(allowed: frozenset[str], text: str) -> None:
    if text not in allowed:
        raise errors.CodeListError(f"{text!r} is not a code of its list")


def _media_types() -> frozenset[str]:
    return frozenset(f"{number:02d}" for number in (*range(1, 11), *range(80, 100)))


def _at_most(limit: int, text: str) -> None:
    if int(text) > limit:
        raise errors.CoordinateError(f"{text} is more than {limit}")


def _iban(text: str) -> None:
    """Check country, alphabet, length and the check digits (ISO 13616, modulo 97)."""
    if not re.fullmatch(r"[A-Z]{2}[0-9A-Z]+", text) or text[:2] not in COUNTRY_LETTERS:
        raise errors.IbanError(f"{text!r} does not begin with a country")
    rearranged = "".join(str(int(character, 36)) for character in text[4:] + text[:4])
    if len(text) not in _IBAN_LENGTHS or int(rearranged) % 97 != 1:
        raise errors.IbanError(f"{text} is not an IBAN")


RULES: Mapping[str, Rule] = {
    "check_digit": require_check_digit,
    "check_pair": require_check_pair,
    "company_prefix": _company_prefix,
    "company_prefix_behind_indicator": _company_prefix_behind_indicator,
    "date": _date,
    "date_or_month": _date_or_month,
    "date_with_century": _date_with_century,
    "hour": _hour,
    "minute": _minute,
    "second": _second,
    "hour_and_minute": _hour_and_minute,
    "country": _country,
    "country_or_several": _country_or_several,
    "country_letters": _country_letters,
    "currency": _currency,
    "percent_encoded": _percent_encoded,
    "piece_of_total": _piece_of_total,
    "position_of_total": _position_of_total,
    "not_zero": _not_zero,
    "zero": _zero,
    "no_leading_zero": _no_leading_zero,
    "not_only_digits": _not_only_digits,
    "yes_or_no": partial(_one_of, frozenset("01")),
    "minus_sign": partial(_one_of, frozenset("-")),
    "winding_direction": partial(_one_of, frozenset("019")),
    "sex": partial(_one_of, frozenset("0129")),
    "importer_index": partial(_one_of, frozenset(CHARSET_64)),
    "package_type": partial(_one_of, PACKAGE_TYPES),
    "media_type": partial(_one_of, _media_types()),
    "latitude": partial(_at_most, 1_800_000_000),
    "longitude": partial(_at_most, 3_600_000_000),
    "iban": _iban,
    "coupon": require_coupon,
    "coupon_positive_offer": require_positive_offer,
}
