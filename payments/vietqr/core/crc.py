"""The checksum of EMV merchant-presented codes: CRC-16/CCITT-FALSE. Pure.

Source: NAPAS VietQR v1.0 (09/2021), object 63: polynomial 0x1021, start 0xFFFF, over every byte
of the payload including the tag and length ``6304``.
"""

import binascii
import string
from typing import Final

from payments.vietqr.core.errors import BadCrcError, CrcMismatchError

TRAILER_LENGTH: Final = 8  # "6304" and four digits


def crc16(data: bytes) -> int:
    """Return CRC-16/CCITT-FALSE of ``data``.

    >>> f"{crc16(b'123456789'):04X}"
    '29B1'
    """
    return binascii.crc_hqx(data, 0xFFFF)


def checksum(text: str) -> str:
    """Return the four upper-case digits that follow ``text``, which ends in ``6304``."""
    return f"{crc16(text.encode()):04X}"


def has_trailer(text: str) -> bool:
    """Say whether ``text`` ends like a checksum object, whatever its four digits are."""
    return text[-TRAILER_LENGTH:-4] == "6304"


def check(text: str) -> None:
    """Compare the last four characters with the checksum of what precedes; case is no difference.

    Raises:
        BadCrcError: they are not hexadecimal digits.
        CrcMismatchError: they belong to another text.
    """
    found = text[-4:]
    if not set(found) <= set(string.hexdigits):
        raise BadCrcError("63: the checksum is not four hexadecimal digits")
    wanted = checksum(text[:-4])
    if found.upper() != wanted:
        raise CrcMismatchError(f"63: the checksum is {found}, the text wants {wanted}")
