"""Vietnamese tax codes: ten digits with a check digit, a branch suffix, or a personal number. Pure.

Source: the ten-digit code's check digit is 10 − (weighted sum mod 11) with the weights below
(tax registration rules since 1998); since 1 July 2025 a person's or household's tax code is the
twelve-digit personal number (Circular 86/2024/TT-BTC), whose first three digits are a province.
"""

import re
from typing import Final

_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SEPARATORS: Final = re.compile(r"[\s.\u2010-\u2015-]+")
_ORGANISATION: Final = re.compile(r"(\d{10})(\d{3})?", re.ASCII)
_PERSON: Final = re.compile(r"0\d{11}", re.ASCII)
_LARGEST_PROVINCE: Final = 96


class TaxCodeError(ValueError):
    """The text is no tax code.

    Args:
        code: ``shape`` (wrong number of digits) or ``check_digit`` (a digit is mistyped).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def normalise_tax_code(text: str) -> str:
    """Return the code as it is printed: ``0123456789``, ``0123456789-001`` or twelve digits.

    Raises:
        TaxCodeError: it has another number of digits, or its check digit is wrong.

    >>> normalise_tax_code("010 023 3488-001")
    '0100233488-001'
    """
    digits = _SEPARATORS.sub("", text)
    if _PERSON.fullmatch(digits):
        if not 1 <= int(digits[:3]) <= _LARGEST_PROVINCE:
            raise TaxCodeError("shape")
        return digits
    match = _ORGANISATION.fullmatch(digits)
    if match is None:
        raise TaxCodeError("shape")
    number, branch = match.groups()
    if check_digit(number[:9]) != int(number[9]):
        raise TaxCodeError("check_digit")
    return f"{number}-{branch}" if branch else number


def check_digit(first_nine: str) -> int:
    """Return the tenth digit that belongs to nine; 10 means that no valid code starts so."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_nine, strict=True))
    return 10 - total % 11
