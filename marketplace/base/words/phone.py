"""Vietnamese phone numbers: as people type them, as stored (E.164), as shown. Pure.

Source: Vietnam's numbering plan since the 2018 change of 11-digit mobile numbers to 10 digits
(Ministry of Information and Communications, Decision 798/QĐ-BTTTT) and the 2017 area codes.
"""

import re
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s.\-–/()]+")
_MOBILE: Final = re.compile(r"(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])\d{7}")
_LANDLINE: Final = re.compile(r"2\d{9}")
_OLD_PREFIXES: Final = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36",
    "167": "37", "168": "38", "169": "39", "186": "56", "188": "58", "199": "59",
}  # fmt: skip
_KHMER_DIGITS: Final = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_NATIONAL_LENGTH: Final = 9


class PhoneError(ValueError):
    """A text that is no Vietnamese phone number.

    Args:
        code: ``empty``, ``letters``, ``too_short``, ``too_long``, ``old_number``,
            ``not_vietnam`` or ``unknown_prefix``.
        suggestion: the number meant, as shown, where it can be told (``old_number``).
    """

    def __init__(self, code: str, suggestion: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.suggestion = suggestion


def normalise_phone(text: str) -> str:
    """Return the E.164 form of a number as people type it.

    Accepts ``0912 345 678``, ``+84 912.345.678``, ``84912345678``, ``0084…``, ``0299 3822 222``
    and Khmer digits.

    Raises:
        PhoneError: the text is not a number in use in Vietnam; ``code`` says why.
    """
    national = _national(_digits(text))
    if _MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national):
        return f"+84{national}"
    raise _reason(national)


def _digits(text: str) -> str:
    bare = _SEPARATORS.sub("", text.translate(_KHMER_DIGITS).replace("\u200b", ""))
    plus, digits = bare.startswith("+"), bare.removeprefix("+")
    if not digits:
        raise PhoneError("empty")
    if not (digits.isascii() and digits.isdigit()):
        raise PhoneError("letters")
    if plus and not digits.startswith("84"):
        raise PhoneError("not_vietnam")
    return digits


def _national(digits: str) -> str:
    """Return what follows the country code or the trunk zero."""
    if digits.startswith("0084"):
        return digits[4:].removeprefix("0")
    if digits.startswith("84") and len(digits) > _NATIONAL_LENGTH:
        return digits[2:].removeprefix("0")
    return digits.removeprefix("0")


def _reason(national: str) -> PhoneError:
    new_prefix = _OLD_PREFIXES.get(national[:3])
    if new_prefix and len(national) == _NATIONAL_LENGTH + 1:
        return PhoneError("old_number", display_phone(f"+84{new_prefix}{national[3:]}"))
    expected = _NATIONAL_LENGTH + national.startswith("2")
    if len(national) < expected:
        return PhoneError("too_short")
    if len(national) > expected:
        return PhoneError("too_long")
    return PhoneError("unknown_prefix")


def display_phone(e164: str) -> str:
    """Return the number as read aloud: ``0912 345 678``, ``0299 3822 222``.

    A number from elsewhere comes back as it is.
    """
    national = e164.removeprefix("+84")
    if national == e164:
        return e164
    if national.startswith("2"):
        return f"0{national[:3]} {national[3:7]} {national[7:]}"
    return f"0{national[:3]} {national[3:6]} {national[6:]}"


def mask_phone(e164: str) -> str:
    """Return the number with only its last three digits: ``••• ••• 678``."""
    return f"••• ••• {e164[-3:]}"
