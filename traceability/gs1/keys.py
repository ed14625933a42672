"""GS1 keys as people type them and as we keep them. Pure.

GTINs are kept as 14 digits, GLNs as 13, SSCCs as 18. Lot and serial are AI (10) and AI (21).

Source: GS1 General Specifications, sections 2 and 3.
"""

from __future__ import annotations

from traceability.gs1.charsets import is_digits
from traceability.gs1.check_digit import require_check_digit, with_check_digit
from traceability.gs1.element_string import Element, check_value
from traceability.gs1.errors import KeyLengthError, NonDigitError

_GTIN_LENGTHS = (8, 12, 13, 14)
_SEPARATORS = str.maketrans("", "", " -.")


def gtin(text: str) -> str:
    """Return the 14-digit GTIN of a GTIN-8, -12, -13 or -14, as typed or printed.

    >>> gtin("9520 6000 1234 6")
    '09520600012346'

    Raises:
        NonDigitError: it is not made of digits (spaces, dots and hyphens between them are fine).
        KeyLengthError: no GTIN is that long.
        CheckDigitError: the check digit is wrong.
    """
    return _numeric_key(text, _GTIN_LENGTHS, "GTIN").zfill(14)


def gtin_as_printed(gtin14: str) -> str:
    """Return the GTIN as packs print it: 13 digits, or 14 where an indicator leads.

    >>> gtin_as_printed("09520600012346"), gtin_as_printed("19520600012343")
    ('9520600012346', '19520600012343')
    """
    return gtin14.removeprefix("0")


def gln(text: str) -> str:
    """Return the 13-digit GLN.

    Raises:
        NonDigitError: it is not made of digits.
        KeyLengthError: it has not 13 digits.
        CheckDigitError: the check digit is wrong.
    """
    return _numeric_key(text, (13,), "GLN")


def sscc(text: str) -> str:
    """Return the 18-digit SSCC.

    Raises:
        NonDigitError: it is not made of digits.
        KeyLengthError: it has not 18 digits.
        CheckDigitError: the check digit is wrong.
    """
    return _numeric_key(text, (18,), "SSCC")


def new_gtin(*, company_prefix: str, item_reference: int, indicator: int = 0) -> str:
    """Return the 14-digit GTIN of an item reference under a company prefix.

    Args:
        company_prefix: 4 to 12 digits.
        item_reference: from 0; as many digits as 12 less those of the prefix.
        indicator: 0 for the item itself, 1-8 for its cases, 9 for variable measure.

    Raises:
        NonDigitError: the prefix is not made of digits, or a number is negative.
        KeyLengthError: prefix and reference together are longer than 12 digits.
    """
    return with_check_digit(f"{indicator}{_filled(company_prefix, item_reference, 12)}")


def new_sscc(*, company_prefix: str, serial_reference: int, extension: int = 0) -> str:
    """Return the 18-digit SSCC of a serial reference under a company prefix.

    Raises:
        NonDigitError: the prefix is not made of digits, or a number is negative.
        KeyLengthError: prefix and reference together are longer than 16 digits.
    """
    return with_check_digit(f"{extension}{_filled(company_prefix, serial_reference, 16)}")


def batch_or_lot(text: str) -> str:
    """Return ``text`` as it is when it can be a lot, AI (10): 1-20 characters of set 82.

    Raises:
        EmptyValueError: there is nothing.
        TooLongError: more than 20 characters.
        Charset82Error: a space, an accent or another character codes cannot carry.
    """
    return _checked("10", text)


def serial(text: str) -> str:
    """Return ``text`` as it is when it can be a serial, AI (21): 1-20 characters of set 82.

    Raises:
        EmptyValueError: there is nothing.
        TooLongError: more than 20 characters.
        Charset82Error: a space, an accent or another character codes cannot carry.
    """
    return _checked("21", text)


def _checked(ai: str, text: str) -> str:
    check_value(Element(ai, text))
    return text


def _numeric_key(text: str, lengths: tuple[int, ...], name: str) -> str:
    digits = text.strip().translate(_SEPARATORS)
    if not is_digits(digits):
        raise NonDigitError(f"{text!r} is not a {name}: digits only")
    if len(digits) not in lengths:
        raise KeyLengthError(f"{digits} has {len(digits)} digits; no {name} has")
    require_check_digit(digits)
    return digits


def _filled(company_prefix: str, reference: int, length: int) -> str:
    """Return prefix and reference with zeros between them, ``length`` digits together."""
    digits = str(reference)
    if not is_digits(company_prefix + digits):
        raise NonDigitError(f"{company_prefix!r} and {reference} are not a prefix and a reference")
    if len(company_prefix) + len(digits) > length:
        raise KeyLengthError(f"{company_prefix} leaves no room for {reference}")
    return company_prefix + digits.zfill(length - len(company_prefix))
